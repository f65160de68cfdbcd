"""CSV files as other programs write them: in whatever encoding, with whatever mark between the columns."""

from __future__ import annotations

import codecs
import csv
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CsvTable", "encoding_of", "separator_in"]

_CHUNK = 1 << 22
_HIGH = re.compile(rb"[\x80-\xff]+")
_OF_FOUR = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")
"""GB18030's rare characters of four bytes, the yen sign ¥ among them."""
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_MOST_COLUMNS = 16_384
"""As many as a sheet of Excel can have."""
_UNEVEN = re.compile(r"Expected (?P<expected>\d+) fields in line (?P<line>\d+), saw (?P<seen>\d+)")
"""What pandas says of a line that is too long."""
_SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class CsvTable:
    """One CSV file as a table of texts. `given` is its encoding where somebody has said it."""

    name: str
    path: Path
    given: str | None = None
    first_row: int = 2

    @property
    def place(self) -> str:
        """Where a person finds it."""
        return self.path.name

    @cached_property
    def separator(self) -> str:
        """The mark between its columns."""
        return separator_in(self._head)

    @cached_property
    def encoding(self) -> str:
        """The encoding given, or else the one that the bytes betray."""
        return self.given or encoding_of(self.path)

    @cached_property
    def _head(self) -> str:
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                return file.readline()
        except (OSError, LookupError, UnicodeError) as fault:
            raise self._unreadable(fault) from fault

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names in the first line."""
        found = next(csv.reader(StringIO(self._head), delimiter=self.separator), [])
        names = tuple(name.strip() for name in found)
        if not any(names):
            raise DataError(_("{file} is empty; its first line must name the columns.").format(file=self.path.name))
        if len(names) > _MOST_COLUMNS:
            text = _("{file} has {count:,} columns; rows and columns are probably swapped, or the file is no table.")
            raise DataError(text.format(file=self.path.name, count=len(names)))
        return names

    def read(self, columns: Sequence[str]) -> pd.DataFrame:
        """Those columns, every cell as text."""
        import pandas as pd

        places = [self.columns.index(name) for name in columns]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", pd.errors.ParserWarning)
                found = pd.read_csv(  # all columns: only so does pandas notice a line that is too long
                    self.path, sep=self.separator, encoding=self.encoding, dtype=str, header=None, skiprows=1,
                    names=list(range(len(self.columns))), index_col=False, keep_default_na=False,
                    skip_blank_lines=False,
                )  # fmt: skip
        except pd.errors.ParserWarning as fault:
            text = _("{file} cannot be read: a line has more cells than the first line has names.")
            raise DataError(text.format(file=self.path.name)) from fault
        except (pd.errors.ParserError, UnicodeError, OSError, ValueError) as fault:
            raise self._unreadable(fault) from fault
        return pd.DataFrame({name: found[place] for name, place in zip(columns, places, strict=True)})

    def _unreadable(self, fault: Exception) -> DataError:
        if isinstance(fault, UnicodeError | LookupError):
            text = _("{file} cannot be read in the encoding {encoding}; say another, or save it as CSV UTF-8.")
            return DataError(text.format(file=self.path.name, encoding=self.encoding))
        uneven = _UNEVEN.search(str(fault))
        if uneven:
            text = _("{file} cannot be read: line {line} has {seen} cells where {expected} were expected.")
            return DataError(
                text.format(file=self.path.name, **{name: int(n) for name, n in uneven.groupdict().items()})
            )
        if "EOF inside string" in str(fault):
            text = _('{file} cannot be read: a quotation mark is opened and never closed; look for a lone " in it.')
            return DataError(text.format(file=self.path.name))
        why = (getattr(fault, "strerror", None) or str(fault)).strip().rstrip(".")
        return DataError(_("{file} cannot be read: {why}.").format(file=self.path.name, why=why))


def separator_in(head: str) -> str:
    r"""The mark between the columns: of comma, semicolon, tab and bar the one most seen outside quotes in `head`.

    >>> separator_in('"paid, in all";day;store')
    ';'
    """
    bare = re.sub(r'"[^"]*"', "", head)
    return max(_SEPARATORS, key=bare.count)


def encoding_of(path: Path) -> str:
    """What a text file is encoded in: UTF-8 or UTF-16, the Chinese GB18030, or else cp1252 of the West.

    GB18030 can decode much that is none: there, characters of two bytes make runs of even length, while an accented
    letter of the West mostly stands alone. Raises `DataError` for a file that cannot be opened.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
        for mark, name in _MARKS.items():
            if start.startswith(mark):
                return name
        if _decodes(path, "utf-8"):
            return "utf-8"
        return "gb18030" if _decodes(path, "gb18030") and _in_pairs(path) else "cp1252"
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise DataError(_("{file} cannot be read: {why}.").format(file=path.name, why=why)) from fault


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _in_pairs(path: Path) -> bool:
    with path.open("rb") as file:
        runs = [len(run) for run in _HIGH.findall(_OF_FOUR.sub(b"", file.read(_CHUNK)))]
    return 2 * sum(length % 2 == 0 for length in runs) > len(runs)
