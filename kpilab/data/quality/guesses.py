"""Rules for tables that no layout describes: guessed from names and cells, cautiously, and marked as guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kpilab.data.quality.column import ColumnLook
from kpilab.data.quality.rules import FieldKind, FieldRule, TableRules

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["guessed_links", "guessed_rules"]

_MOST = 2_000
"""Different texts of a column that are looked at to guess its kind; no finding rests on it alone."""
_SOME = 50_000
"""About so many rows, evenly spread, are looked at to guess."""
_FEWER = 5_000
"""About so many filled texts of these, evenly spread, say whether they are days or numbers."""
_MOSTLY, _NEARLY_ALL, _KEY = 0.8, 0.95, 0.9
_ID = re.compile(
    r"(^|[_\s.#-])(id|no|nr|key|code|sku|number|ref|receipt|invoice)([_\s.#:]|$)|编号|单号|编码|货号|号$", re.I
)
_MONEY = re.compile(
    r"price|amount|total|cost|paid|sales|revenue|refund|turnover|discount|takings|(?<![a-z])fees?(?![a-z])|sum\b|_cents$|preis|betrag|umsatz|"
    r"金额|价|费|额|款|元|cash",
    re.I,
)
_NEVER_BELOW = re.compile(
    r"qty|quant|units|stock|pieces|price|entries|(?<![a-z])count|visitors|minutes|数量|库存|件数|单价|价格|客流", re.I
)
_CHANGES = re.compile(r"change|delta|diff|movement|adjust|correct|variance|变动|调整|差", re.I)
"""What is added may be taken away: such a number goes below 0 by right."""
_WHEN = re.compile(r"(^|[_\s])(date|day|time|on|at|ts|when)([_\s]|$)|日期|时间|datum", re.I)


def guessed_rules(cells: pd.DataFrame, table: str = "") -> TableRules:
    """What the columns seem to hold, and the column that seems to tell the rows apart; the table's name is a hint.

    >>> import pandas as pd
    >>> guessed_rules(pd.DataFrame({"qty": ["1", "2", "n/a", "3", "4", "6"]})).fields["qty"].kind
    'number'
    """
    some = cells.iloc[:: max(1, len(cells) // _SOME)]
    fields = {str(name): _guessed(str(name), _alone(some[name]), table) for name in cells.columns}
    return TableRules(fields, _key(cells, fields), False)


def _alone(cells: pd.Series[Any]) -> pd.Series[Any]:
    """The cells without the texts of all the others that a column of repeated texts carries along."""
    import pandas as pd

    if isinstance(cells.dtype, pd.CategoricalDtype):
        cells = cells.cat.remove_unused_categories()
    return cells.reset_index(drop=True)


def _guessed(name: str, cells: pd.Series[Any], table: str) -> FieldRule:
    kind = _kind(name, cells)
    look = ColumnLook(cells, FieldRule(name, "text"))
    filled = 1 - look.unfilled.mean() if len(cells) else 0.0
    rule = FieldRule(name, kind, required=bool(filled >= _MOSTLY), cents=name.endswith("_cents"), stated=False)
    shelf = _NEVER_BELOW.search(name) or _NEVER_BELOW.search(table)
    if kind in ("number", "money") and shelf and not _CHANGES.search(name):
        numbers = ColumnLook(cells, rule).numbers
        known = numbers[~np.isnan(numbers)]
        if len(known) and (known >= 0).mean() >= _MOSTLY:
            return replace(rule, least=0)
    return rule


def _kind(name: str, cells: pd.Series[Any]) -> FieldKind:
    look = ColumnLook(cells, FieldRule(name, "text"))
    number: FieldKind = "money" if _MONEY.search(name) and not _ID.search(name) else "number"
    if not look.is_text:
        if cells.dtype.kind == "M":
            return "date" if bool((cells.dropna() == cells.dropna().dt.normalize()).all()) else "time"
        if cells.dtype.kind == "b" or str(cells.dtype) == "boolean":
            return "flag"
        return "id" if _ID.search(name) else number
    known = cells[~look.unfilled]
    known = _alone(known.iloc[:: max(1, len(known) // _FEWER)])
    if known.empty:
        return "text"
    when = ColumnLook(known, FieldRule(name, "time"))
    if _looks_like_days(when.texts) and _share_read(when) >= (_MOSTLY / 2 if _WHEN.search(name) else _MOSTLY):
        values = when.values.dropna()
        return "date" if bool((values == values.dt.normalize()).all()) else "time"
    if _ID.search(name):
        return "id"
    return number if _share_read(ColumnLook(known, FieldRule(name, number))) >= _MOSTLY else "text"


def _share_read(look: ColumnLook) -> float:
    return float(look.values.notna().mean()) if len(look.cells) else 0.0


def _looks_like_days(texts: pd.Series[Any]) -> bool:
    return bool(texts.str.contains(r"^\s*\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}").mean() >= 0.5)


def _key(cells: pd.DataFrame, fields: Mapping[str, FieldRule]) -> tuple[str, ...]:
    """The first column of ids in which nearly each row has its own."""
    for name, rule in fields.items():
        if rule.kind != "id" or len(cells) < 2:
            continue
        some = cells[name].head(_SOME).dropna()
        if some.nunique() < _KEY * len(some):
            continue
        known = cells[name].dropna()
        if len(known) >= _NEARLY_ALL * len(cells) and (_rises(known) or known.nunique() >= _KEY * len(known)):
            return (name,)
    return ()


def _rises(known: pd.Series[Any]) -> bool:
    """Whether each number is above the one before: then none is there twice."""
    if not isinstance(known.dtype, np.dtype) or known.dtype.kind not in "iu":
        return False
    values = known.to_numpy()
    return bool((values[1:] > values[:-1]).all())


def guessed_links(rules: Mapping[str, TableRules], cells: Mapping[str, pd.DataFrame]) -> dict[str, TableRules]:
    """The same rules, with ids that another table's key nearly always holds said to refer to it."""
    owners = {table.key[0]: name for name, table in rules.items() if len(table.key) == 1}
    found = dict(rules)
    for name, table in rules.items():
        for field in table.fields.values():
            owner = owners.get(field.name)
            if field.kind != "id" or field.stated or owner in (None, name) or field.name == (table.key or ("",))[0]:
                continue
            known = cells[name][field.name].head(_SOME).dropna().drop_duplicates().head(_MOST)
            there = cells[str(owner)][field.name]
            if len(known) and known.dtype == there.dtype and known.isin(there).mean() >= _MOSTLY:
                found[name] = found[name].with_field(replace(field, refers_to=(str(owner), field.name)))
    return found
