"""The live formulas that score the same facts by all five formulas, and carry the workings of the first sheet.

Only functions that every spreadsheet since Excel 2010 knows.
"""

from __future__ import annotations

from math import isclose, isnan, nan

from kpilab.analysis.scorecard import FORMULAS, Formula, Row, ScoredRow, index_of, zone_name
from kpilab.errors import MatrixError
from kpilab.i18n import _
from kpilab.report.matrix_cells import WORDS, ZONES, Form, Live, Value, fixed, inputs, list_at, value_of, word_at
from kpilab.report.matrix_form import RULES, ScoredMatrix, scored

__all__ = ["BLOCKED", "FORMULA_NO", "PROBLEMS_NO", "RULE_NO", "compare_cells", "rule_in_force"]

_Z = "1.9599639845400536"  # NORMSINV(0.975), two-sided 95 %
FORMULA_NO, RULE_NO, BLOCKED, PROBLEMS_NO, _PINNED, _POINTS = "$B$4", "$B$5", "$B$6", "$B$7", "$B$8", "$B$9"
_LETTERS = dict(zip(FORMULAS, "EFGHI", strict=True))


def _close(one: str, other: str) -> str:
    return f"ABS({one}-{other})<=1E-9*MAX(ABS({one}),ABS({other}))"


def _problem(form: Form, line: int) -> str:
    at = inputs(form, line)
    kpi, weight, base, norm, target, fact = (at[n] for n in ("kpi", "weight", "base", "norm", "target", "fact"))
    unit, sample, tolerance = at["unit"], at["sample"], at["tolerance"]
    numbers = form.at("matrix", f"$D{line}:$I{line}")
    two_sided = f"ISNUMBER({tolerance})"
    tests = [
        f'TRIM({kpi})=""',
        f"OR(COUNTA({numbers})<>COUNT({numbers}),ISTEXT({tolerance}))",
        f"NOT(AND(ISNUMBER({weight}),{weight}>=0,{weight}<=1))",
        f"NOT(ISNUMBER({norm}))",
        f"AND(NOT({two_sided}),NOT(ISNUMBER({base})))",
        f"AND(NOT({two_sided}),{base}={norm})",
        f"AND(NOT({two_sided}),ISNUMBER({target}),({target}-{norm})*({norm}-{base})<=0)",
        f"AND(ISNUMBER({sample}),OR({sample}<=0,AND(ISNUMBER({fact}),OR({fact}<0,{fact}>100))))",
        f"AND({two_sided},{tolerance}<=0)",
        f"AND(NOT({two_sided}),NOT(ISNUMBER({target})),{FORMULA_NO}=4)",
        f"SUMPRODUCT(--({form.column('kpi')}={kpi}))>1",
        f'AND(NOT({two_sided}),ISNUMBER(SEARCH("%",{unit})),{fact}>0,{fact}<=1,{base}>=20,{norm}>=20)',
    ]
    nested = "0"
    for number, test in reversed(list(enumerate(tests, 1))):
        nested = f"IF({test},{number},{nested})"
    empty = f"COUNTA({kpi},{numbers},{tolerance})=0"
    return f"IF({empty},-1,{nested})"


def _zone(form: Form, line: int) -> str:
    at = inputs(form, line)
    base, norm, target, fact, tolerance = (at[name] for name in ("base", "norm", "target", "fact", "tolerance"))
    reached = f"AND(ISNUMBER({target}),OR(({fact}-{target})*SIGN({norm}-{base})>=0,{_close(fact, target)}))"
    two_sided = f"IF(ABS({fact}-{norm})>{tolerance},1,IF({fact}={norm},3,2))"
    one_sided = f"IF($C{line}<0,1,IF(AND($C{line}<1,NOT({_close(fact, norm)})),2,IF({reached},4,3)))"
    return f'IF($B{line}<>0,"",IF(NOT(ISNUMBER({fact})),0,IF(ISNUMBER({tolerance}),{two_sided},{one_sided})))'


def _index(form: Form, line: int, formula: Formula) -> str:
    at = inputs(form, line)
    base, norm, target, fact, tolerance = (at[name] for name in ("base", "norm", "target", "fact", "tolerance"))
    along, zone = f"$C{line}", f"$D{line}"
    cap = "matrix_cap"
    plain = {
        "ratio": f'IF({norm}<=0,"",IF({norm}>{base},{fact}/{norm},IF({fact}=0,"",{norm}/{fact})))',
        "line": along,
        "clipped": f"MIN({cap},{along})",
        "two_segment": (
            f'IF(NOT(ISNUMBER({target})),"",IF({along}<=1,{along},'
            f"MIN({cap},1+({fact}-{norm})/({target}-{norm})*({cap}-1))))"
        ),
        "grades": f"CHOOSE({zone},0,0.7,1,{cap})",
    }[formula]
    zero = f"{RULE_NO}=3" if formula in ("ratio", "line") else f"AND({RULE_NO}<>2,{RULE_NO}<>4)"
    ruled = f"IF(AND({zone}=1,{zero}),0,IF(AND({zone}=1,{RULE_NO}=4),{along},{plain}))"
    two_sided = f"MAX(0,1-ABS({fact}-{norm})/{tolerance})"
    return f'IF(N({zone})=0,"",IF(ISNUMBER({tolerance}),{two_sided},{ruled}))'


def _interval(form: Form, line: int, sign: str) -> str:
    at = inputs(form, line)
    n, share = at["sample"], f"({at['fact']}/100)"
    half = f"{_Z}*SQRT({share}*(1-{share})/{n}+{_Z}^2/(4*{n}^2))"
    return f'IF(AND($B{line}=0,N($D{line})>0,ISNUMBER({n})),100*({share}+{_Z}^2/(2*{n}){sign}{half})/(1+{_Z}^2/{n}),"")'


def _along_value(row: Row) -> float:
    if isnan(row.fact) or row.tolerance is not None:
        return nan
    return 0.0 if isclose(row.fact, row.base) else (row.fact - row.base) / (row.norm - row.base)


def _by_formula(form: Form, formula: Formula) -> ScoredMatrix | None:
    """The file scored by another formula; None where that formula cannot score it."""
    try:
        return scored(form.file, formula)
    except MatrixError:
        return None


def _index_value(form: Form, row: Row, formula: Formula) -> Value:
    try:
        return value_of(index_of(row, formula=formula, below_base=form.file.below_base, cap=form.file.cap))
    except MatrixError:
        return ""


def rule_in_force(form: Form) -> str:
    """A formula for the rule below base in words; the usual one by its own name."""
    rule, formula = form.at("compare", RULE_NO), form.at("compare", FORMULA_NO)
    return f"INDEX({list_at(form, 'rule')},IF({rule}>1,{rule},IF({formula}<=2,2,3)))"


def compare_cells(form: Form) -> dict[str, Live]:
    """The sheet that scores the same facts by all five formulas, and carries the workings of the matrix."""
    file, score = form.file, form.result.score
    zones = f"$D${form.first}:$D${form.last}"
    gated = f"SUMPRODUCT(--({zones}=1),--({form.column('gated')}<>{word_at(form, 'no')}))"
    bad = f'COUNTIF($B${form.first}:$B${form.last},">0")'
    weights_wrong = f"IF(ABS(SUM({form.column('weight')})-1)>1E-9,1,0)"
    points = form.at("pay", "$A$8:$A$13")
    curve_wrong = form.at("pay", "$F$8")
    rule_no, formula_no = 1 + RULES.index(file.below_base), 1 + FORMULAS.index(file.formula)
    blocked = sum(line.row.gated and line.row.below_base for line in score.rows) if rule_no >= 5 else 0
    pinned = rule_no == 3 or (rule_no == 1 and formula_no >= 3) or (rule_no >= 5 and blocked > 1)
    cells = {
        "B4": Live(f"IFERROR(MATCH(matrix_formula,{list_at(form, 'formula')},0),0)", formula_no),
        "B5": Live(f"IFERROR(MATCH(matrix_below_base,{list_at(form, 'rule')},0),0)", rule_no),
        "B6": Live(f"IF({RULE_NO}>=5,{gated},0)", blocked),
        "B7": Live(f"{bad}+{weights_wrong}+{curve_wrong}+IF(OR({FORMULA_NO}*{RULE_NO}=0,N(matrix_cap)<=1),1,0)", 0),
        "B8": Live(
            f"IF(OR({RULE_NO}=3,AND({RULE_NO}=1,{FORMULA_NO}>=3),AND({RULE_NO}>=5,{BLOCKED}>1)),1,0)", int(pinned)
        ),
        "B9": Live(f"COUNT({points})", len(file.curve.points)),
    }
    for line, found in form.lines():
        cells |= _compare_line(form, line, found)
    for number, (formula, letter) in enumerate(_LETTERS.items(), 1):
        chosen = _(WORDS["chosen"]) if number == formula_no else ""
        cells[f"{letter}{form.first - 2}"] = Live(f'IF({FORMULA_NO}={number},{word_at(form, "chosen")},"")', chosen)
        cells |= _totals(form, letter, f"${letter}${form.first}:${letter}${form.last}", formula)
    return cells


def _compare_line(form: Form, line: int, found: ScoredRow | None) -> dict[str, Live]:
    at = inputs(form, line)
    row = found.row if found else None
    zone_no = "" if row is None else ZONES.index(row.zone)
    low, high = row.interval if row else (nan, nan)
    along = f"({at['fact']}-{at['base']})/({at['norm']}-{at['base']})"
    has_way = f"AND($B{line}=0,ISNUMBER({at['fact']}),NOT(ISNUMBER({at['tolerance']})))"
    dead = f"IF(AND({_PINNED}=1,N($D{line})=1,NOT(ISNUMBER({at['tolerance']}))),1,0)"
    cells = {
        f"A{line}": Live(f'IF({at["kpi"]}="","",{at["kpi"]})', row.kpi if row else ""),
        f"B{line}": Live(_problem(form, line), 0 if row else -1),
        f"C{line}": Live(
            f'IF({has_way},IF({_close(at["fact"], at["base"])},0,{along}),"")',
            value_of(_along_value(row)) if row else "",
        ),
        f"D{line}": Live(_zone(form, line), zone_no),
        f"K{line}": Live(_interval(form, line, "-"), value_of(low)),
        f"L{line}": Live(_interval(form, line, "+"), value_of(high)),
        f"M{line}": Live(dead, int(bool(found and found.dead_zone))),
        f"R{line}": Live("1", 1),
        f"S{line}": Live(_label(form, line), _label_value(found)),
    }
    for formula, letter in _LETTERS.items():
        value = _index_value(form, row, formula) if row else ""
        cells[f"{letter}{line}"] = Live(_index(form, line, formula), value)
    for number, letter in enumerate("NOPQ", 1):
        shown = found.index if found and ZONES.index(found.row.zone) == number else nan
        cells[f"{letter}{line}"] = Live(
            f'IF(N($D{line})={number},{form.at("matrix", f"$L{line}")},"")', value_of(shown)
        )
    return cells


def _label(form: Form, line: int) -> str:
    """What stands under the row's column in the chart: its name, its index, its zone in words."""
    index, zone = (form.at("matrix", f"${letter}{line}") for letter in "LN")
    number = f'IF(ISNUMBER({index}),FIXED({index},2,TRUE)&" · ","")'
    return f'IF($A{line}="","",$A{line}&CHAR(10)&{number}&{zone})'


def _label_value(found: ScoredRow | None) -> str:
    if found is None:
        return ""
    number = "" if isnan(found.index) else f"{fixed(found.index, 2)} · "
    return f"{found.row.kpi}\n{number}{zone_name(found.row.zone)}"


def _totals(form: Form, letter: str, column: str, formula: Formula) -> dict[str, Live]:
    """Total, coverage, share of the bonus and bonus of one formula, under its column."""
    total, coverage, share, money = (f"{letter}{form.last + step}" for step in (1, 2, 3, 4))
    weights = form.column("weight")
    missing_target = (
        f'SUMPRODUCT(--($B${form.first}:$B${form.last}=0),--ISNUMBER({form.column("fact")}),--({column}=""))>0'
        if formula == "two_segment"
        else "FALSE"
    )
    gate = f"IF(AND({RULE_NO}=5,{BLOCKED}>0),matrix_gate_factor,1)"
    blocked = f"IF(AND({RULE_NO}=6,{BLOCKED}>0),0,1)"
    points, shares = "pay_totals", "pay_shares"
    known = f"{form.at('pay', '$A$8')}:INDEX({points},{_POINTS})"
    at = f"MATCH(ROUND({total},9),{known},1)"
    left, right = f"INDEX({points},{at})", f"INDEX({points},{at}+1)"
    low, high = f"INDEX({shares},{at})", f"INDEX({shares},{at}+1)"
    between = f"{low}+({high}-{low})*(ROUND({total},9)-{left})/({right}-{left})"
    last = f"INDEX({shares},{_POINTS})"
    paid = f"IF(ROUND({total},9)<INDEX({points},1),pay_below,IF({at}>={_POINTS},{last},{between}))"
    result = _by_formula(form, formula)
    values = (result.score.total, result.score.coverage, result.share, result.bonus) if result else (nan,) * 4
    return {
        total: Live(
            f'IF(N({coverage})=0,"",SUMPRODUCT({weights},{column})/IF({coverage}<1-1E-9,{coverage},1)*{gate})',
            value_of(values[0]),
        ),
        coverage: Live(
            f'IF(OR({PROBLEMS_NO}>0,{missing_target}),"",SUMPRODUCT({weights},--ISNUMBER({column})))',
            value_of(values[1]),
        ),
        share: Live(f'IF({total}="","",({paid})*{blocked})', value_of(values[2])),
        money: Live(f'IF(OR({share}="",NOT(ISNUMBER(matrix_at_plan))),"",{share}*matrix_at_plan)', value_of(values[3])),
    }
