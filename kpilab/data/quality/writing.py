"""One thing under one name: spellings, letter case, full-width signs and blanks; one name for each code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kpilab.data.quality.check import Check, Offer
from kpilab.data.quality.column import ColumnLook, ExaminedTable, means_missing
from kpilab.data.quality.names import alike_names, plain_name
from kpilab.data.quality.roles import column_for, cost_of
from kpilab.i18n import _

if TYPE_CHECKING:
    pass

__all__ = ["one_name"]

_MOST, _LONG, _SHORT = 100_000, 60, 300
_PEOPLE = re.compile(
    r"^(name|guest|contact|owner|rater|seller|clerk|姓名|客人)$|person|employee|who|customer|client|account|company|comment|remark|note|codes?$",
    re.I,
)
_SURE = 0.8


def one_name(table: ExaminedTable) -> Iterator[Check]:
    """Texts that are one name written in several ways, and codes that stand beside several names."""
    for look in table.of_kind("id"):
        if look.is_text:
            yield _trimmed(table, look)
    for look in table.of_kind("text"):
        if not look.is_text or len(look.texts) > _MOST or _is_prose(look):
            continue
        texts, counts = look.texts.tolist(), look.counts
        known = [n for n, text in enumerate(texts) if text.strip() and not means_missing(text)]
        plain = {n: plain_name(texts[n]) for n in known}
        best = _most_frequent(plain, texts, counts, look.rule.allowed)
        slips = not look.rule.allowed and not _PEOPLE.search(look.rule.name)
        meant = _meant(table, look, plain) if slips else {}
        yield _written(table, look, {n: name for n, name in plain.items() if name not in meant}, best)
        if slips:
            yield _slips(table, look, plain, best, meant)
    yield from _named_twice(table)


def _trimmed(table: ExaminedTable, look: ColumnLook) -> Check:
    """Codes with blanks around them: a computer takes them for another thing."""
    trimmed = look.texts.str.strip()
    other = (trimmed.ne(look.texts) & trimmed.ne("")).to_numpy(dtype=bool)
    positions = np.flatnonzero(look.spread(other)) if other.any() else np.empty(0, dtype=np.int64)
    after = trimmed.iloc[look.codes[positions]].to_numpy(dtype=object)
    return Check(
        "uniqueness", "writing", table.name, look.rule.name,
        _("No blanks stand around a code in {column}.").format(column=look.rule.name), positions,
        int((~look.unfilled).sum()), failed=len(positions), advice=_("Take the blanks away."),
        offers=(Offer("merge", _("Take away the blanks around the codes."), look.rule.name, positions, after),),
    )  # fmt: skip


def _is_prose(look: ColumnLook) -> bool:
    return bool(len(look.texts)) and float(look.texts.str.len().mean()) > _LONG


def _most_frequent(
    plain: Mapping[int, str], texts: list[str], counts: NDArray[np.int64], allowed: tuple[str, ...]
) -> dict[str, str]:
    """For each plain name the writing that is allowed, or else the most frequent without blanks around it."""
    found: dict[str, tuple[tuple[bool, int, bool, str], str]] = {}
    for n, name in plain.items():
        rank = (texts[n] in allowed, int(counts[n]), texts[n] == texts[n].strip(), texts[n])
        if name not in found or rank > found[name][0]:
            found[name] = (rank, texts[n])
    return {name: text.strip() for name, (_rank, text) in found.items()}


def _written(table: ExaminedTable, look: ColumnLook, plain: Mapping[int, str], best: Mapping[str, str]) -> Check:
    other = np.zeros(len(look.texts), dtype=bool)
    texts = look.texts.tolist()
    for n, name in plain.items():
        other[n] = texts[n] != best[name]
    positions = np.flatnonzero(look.spread(other)) if other.any() else np.empty(0, dtype=np.int64)
    after = np.array([best[plain[code]] for code in look.codes[positions].tolist()], dtype=object)
    names = sorted({best[plain[code]] for code in set(look.codes[positions].tolist())})
    rule = _("Each name in {column} is written in one way: the same letters, case, width and blanks.")
    cost, how = cost_of(table, positions, _("Booked under another writing: {amount} of these rows."))
    filled = int((~look.unfilled).sum())
    return Check(
        "uniqueness", "writing", table.name, look.rule.name, rule.format(column=look.rule.name), positions, filled,
        failed=len(positions), cost_cents=cost, cost_how=how,
        advice=_("Write them as: {names}. Choose from a list where it is entered.").format(names=_few(names)),
        offers=(Offer("merge", _("Write each name in its most frequent way."), look.rule.name, positions, after),),
    )  # fmt: skip


def _few(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def _meant(table: ExaminedTable, look: ColumnLook, plain: Mapping[int, str]) -> dict[str, str]:
    """Plain names that are a slip of another, or of the same words and the same price, with that one."""
    totals: Counter[str] = Counter()
    for n, name in plain.items():
        totals[name] += int(look.counts[n])
    return _shortened(table, look, plain, totals) | alike_names(totals)


def _shortened(
    table: ExaminedTable, look: ColumnLook, plain: Mapping[int, str], totals: Mapping[str, int]
) -> dict[str, str]:
    """Names whose words all stand in a more frequent name, or the other way round, at the same usual price."""
    import pandas as pd

    price = column_for(table, "unit_price", kinds=("money", "number"))
    if price is None or column_for(table, "product") is not look or len(totals) > _SHORT:
        return {}
    prices = pd.Series(price.numbers).groupby(look.codes).median()
    usual = {plain[n]: prices.get(n) for n in plain if prices.get(n) == prices.get(n)}
    words = {plain[n]: frozenset(re.findall(r"\w+", look.texts.iloc[n].casefold())) for n in plain}
    found: dict[str, str] = {}
    for often in sorted(totals, key=lambda name: -totals[name]):
        for rare, number in totals.items():
            near = words[rare] <= words[often] or words[often] <= words[rare] or rare == f"{often}s"
            same = usual.get(rare) is not None and usual.get(rare) == usual.get(often)
            if rare != often and near and same and number * 2 <= totals[often] and often not in found:
                found.setdefault(rare, often)
    return found


def _slips(
    table: ExaminedTable, look: ColumnLook, plain: Mapping[int, str], best: Mapping[str, str], meant: Mapping[str, str]
) -> Check:
    other = np.zeros(len(look.texts), dtype=bool)
    for n, name in plain.items():
        other[n] = name in meant
    positions = np.flatnonzero(look.spread(other)) if other.any() else np.empty(0, dtype=np.int64)
    after = np.array([best[meant[plain[code]]] for code in look.codes[positions].tolist()], dtype=object)
    pairs = sorted({(best[rare], best[often]) for rare, often in meant.items()})
    shown = "; ".join(_("{rare} for {often}").format(rare=rare, often=often) for rare, often in pairs[:4])
    cost, how = cost_of(table, positions, _("Booked under another name: {amount} of these rows."))
    return Check(
        "uniqueness", "spelling", table.name, look.rule.name,
        _("No name in {column} is a slip of another.").format(column=look.rule.name), positions,
        int((~look.unfilled).sum()), certain=False, cost_cents=cost, cost_how=how,
        advice=_("Look whether one is meant for the other: {pairs}.").format(pairs=shown),
        offers=(Offer("merge", _("Write the more frequent name."), look.rule.name, positions, after),),
    )  # fmt: skip


def _named_twice(table: ExaminedTable) -> Iterator[Check]:
    """Rows in which a code stands beside another name than in most of its rows."""
    import pandas as pd

    for code in table.of_kind("id"):
        stem = re.sub(r"[_ ]?(id|no|code|key|number)$", "", code.rule.name, flags=re.I)
        name = next((look for look in table.of_kind("text") if look.rule.name in (stem, f"{stem}_name")), None)
        if name is None or not name.is_text or table.key == (code.rule.name,):
            continue
        both = np.flatnonzero(~code.unfilled & ~name.unfilled)
        same = _first_of_alike(name)
        pairs = pd.DataFrame(
            {"code": table.cells[code.rule.name].iloc[both].to_numpy(), "name": same[name.codes[both]]}
        )
        counts = pairs.value_counts().rename("n").reset_index()
        first = counts.sort_values(["n", "name"], ascending=[False, True]).drop_duplicates("code").set_index("code")
        share = first["n"] / counts.groupby("code")["n"].sum()
        usual = pairs["code"].map(first["name"])
        positions = both[(pairs["name"] != usual).to_numpy()]
        after = name.texts.iloc[usual[(pairs["name"] != usual).to_numpy()].to_numpy(dtype=np.int64)].to_numpy(
            dtype=object
        )
        sure = bool(len(positions)) and bool(
            (share[pairs["code"].iloc[np.searchsorted(both, positions)]] >= _SURE).all()
        )
        yield Check(
            "consistency", "two_names", table.name, name.rule.name,
            _("Each {code} has one {name}.").format(code=code.rule.name, name=name.rule.name), positions, len(both),
            certain=sure, failed=len(positions) if sure else 0,
            advice=_("Keep the names in one list by code, and look them up there."),
            offers=(Offer("usual", _("Write the usual name of the code."), name.rule.name, positions, after),),
        )  # fmt: skip


def _first_of_alike(name: ColumnLook) -> NDArray[np.int64]:
    """For each text the most frequent of those that are the same name in another writing."""
    best: dict[str, int] = {}
    for n, text in enumerate(name.texts):
        plain = plain_name(text)
        if plain not in best or name.counts[n] > name.counts[best[plain]]:
            best[plain] = n
    return np.array([best[plain_name(text)] for text in name.texts], dtype=np.int64)
