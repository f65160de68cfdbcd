"""The live formulas of the first sheet and of the pay curve, each with the value it has when the file is written.

A formula and its value stand side by side, so that a file reads right before any recalculation;
a test lets LibreOffice recalculate them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, nan

from kpilab.analysis.scorecard import Row, ScoredRow, policy_name, zone_name
from kpilab.i18n import _
from kpilab.report.matrix_cells import (
    FORMULA_SAYS,
    WORDS,
    ZONES,
    Form,
    Live,
    Value,
    filled,
    fixed,
    inputs,
    list_at,
    value_of,
    word_at,
)
from kpilab.report.matrix_compare import BLOCKED, FORMULA_NO, PROBLEMS_NO, RULE_NO, rule_in_force

__all__ = ["matrix_cells", "pay_cells"]


def _note(form: Form, found: ScoredRow | None) -> str:
    if found is None:
        return ""
    row = found.row
    if row.zone == "no fact":
        return _(WORDS["no_fact"]).format(owner=row.owner or _(WORDS["owner"]))
    said = [_(WORDS["no_index"])] if isnan(found.index) else []
    said += [_(WORDS["dead"])] if found.dead_zone else []
    low, high = row.interval
    if not isnan(low):
        said.append(_(WORDS["survey"]).format(n=row.sample, low=fixed(low, 0), high=fixed(high, 0)))
    return " ".join(said)


def _note_formula(form: Form, line: int) -> str:
    at = inputs(form, line)
    work = {letter: form.at("compare", f"${letter}{line}") for letter in "BDKLM"}
    owner = f'IF({at["owner"]}="",{word_at(form, "owner")},{at["owner"]})'
    survey = filled(form, "survey", n=at["sample"], low=f"FIXED({work['K']},0,TRUE)", high=f"FIXED({work['L']},0,TRUE)")
    said = (
        f'TRIM(IF({at["index"]}="",{word_at(form, "no_index")}&" ","")'
        f'&IF({work["M"]}=1,{word_at(form, "dead")}&" ","")&IF(ISNUMBER({work["K"]}),{survey},""))'
    )
    problem = f"INDEX({list_at(form, 'problem')},{work['B']})"
    no_fact = filled(form, "no_fact", owner=owner)
    return f'IF({work["B"]}<0,"",IF({work["B"]}>0,{problem},IF({work["D"]}=0,{no_fact},{said})))'


def _matrix_line(form: Form, line: int, found: ScoredRow | None) -> dict[str, Live]:
    at = inputs(form, line)
    work = {letter: form.at("compare", f"${letter}{line}") for letter in "BDEFGHI"}
    number = form.at("compare", FORMULA_NO)
    better = _better(found.row) if found else ""
    less, more, near = (word_at(form, key) for key in ("less", "more", "near"))
    ratio = (
        f'IF(OR(N({work["D"]})=0,{at["norm"]}<=0),"",IF(OR(ISNUMBER({at["tolerance"]}),{at["norm"]}>{at["base"]}),'
        f'{at["fact"]}/{at["norm"]},IF({at["fact"]}=0,"",{at["norm"]}/{at["fact"]})))'
    )
    coverage = "matrix_coverage"
    indexes = f"INDEX({form.at('compare', f'$E{line}:$I{line}')},{number})"
    weighted = f'IF(OR({coverage}="",NOT(ISNUMBER(L{line}))),"",D{line}*L{line}/IF({coverage}<1-1E-9,{coverage},1))'
    return {
        f"J{line}": Live(
            f'IF({work["B"]}<>0,"",IF(ISNUMBER({at["tolerance"]}),{near},IF({at["norm"]}>{at["base"]},{more},{less})))',
            better,
        ),
        f"K{line}": Live(ratio, value_of(found.plan_ratio) if found else ""),
        f"L{line}": Live(f'IF(OR({work["B"]}<>0,{number}=0),"",{indexes})', value_of(found.index) if found else ""),
        f"M{line}": Live(weighted, _weighted(found)),
        f"N{line}": Live(
            f'IF({work["D"]}="","",INDEX({list_at(form, "zone")},{work["D"]}+1))',
            zone_name(found.row.zone) if found else "",
        ),
        f"O{line}": Live(_note_formula(form, line), _note(form, found)),
        f"S{line}": Live(work["D"], ZONES.index(found.row.zone) if found else ""),
        f"T{line}": Live(work["B"], 0 if found else -1),
    }


def _better(row: Row) -> str:
    return _(WORDS[{"higher": "more", "lower": "less", "two-sided": "near"}[row.direction]])


def _weighted(found: ScoredRow | None) -> Value:
    return "" if found is None or isnan(found.index) else found.contribution


def _remark(form: Form) -> Live:
    """What stands in the way of the result, or what one should know of it."""
    coverage, blocked = form.result.score.coverage, form.result.score.blocked_by
    short = filled(form, "coverage", coverage="FIXED(matrix_coverage,2,TRUE)")
    formula = (
        f'IF(matrix_coverage="",{word_at(form, "mend_first")},IF(matrix_coverage=0,{word_at(form, "no_facts")},'
        f"IF({form.at('compare', BLOCKED)}>0,{word_at(form, 'blocked')},"
        f"IF(matrix_coverage<1-1E-9,{short},{word_at(form, 'all_facts')}))))"
    )
    if coverage == 0:
        return Live(formula, _(WORDS["no_facts"]))
    if blocked:
        return Live(formula, _(WORDS["blocked"]))
    if coverage < 1 - 1e-9:
        return Live(formula, _(WORDS["coverage"]).format(coverage=fixed(coverage, 2)))
    return Live(formula, _(WORDS["all_facts"]))


def _result_cells(form: Form) -> dict[str, Live]:
    score, last = form.result.score, form.last
    number, problems = form.at("compare", FORMULA_NO), form.at("compare", PROBLEMS_NO)
    picked = {
        step: f"INDEX({form.at('compare', f'$E${last + step}:$I${last + step}')},{number})" for step in (1, 2, 3, 4)
    }

    def result(step: int, value: float) -> Live:
        return Live(f'IF(OR({problems}>0,{number}=0),"",{picked[step]})', value_of(value))

    total = f"SUM(D{form.first}:D{last})"
    gap = f"ROUND(ABS({total}-1),4)"
    much = filled(form, "weights_much", sum=f"ROUND({total},4)", gap=gap)
    little = filled(form, "weights_little", sum=f"ROUND({total},4)", gap=gap)
    weights = f"IF(ABS({total}-1)<=1E-9,{word_at(form, 'weights_ok')},IF({total}>1,{much},{little}))"
    bad = f'COUNTIF($T${form.first}:$T${last},">0")'
    rows = f"IF({bad}=0,{word_at(form, 'rows_ok')},{filled(form, 'rows_bad', n=bad)})"
    file = form.file
    says = f'IF({number}=0,"",INDEX({list_at(form, "formula_says")},{number}))'
    return {
        "M4": result(1, score.total),
        "M5": result(2, score.coverage),
        "M6": result(3, form.result.share),
        "M7": result(4, form.result.bonus),
        "K8": _remark(form),
        "E8": Live(says, _(FORMULA_SAYS[file.formula])),
        "E9": Live(
            f'IF({number}*{form.at("compare", RULE_NO)}=0,"",{rule_in_force(form)})', policy_name(score.below_base)
        ),
        "A10": Live(weights, _(WORDS["weights_ok"])),
        "F10": Live(rows, _(WORDS["rows_ok"])),
        f"D{last + 1}": Live(f"SUM(D{form.first}:D{last})", sum(row.weight for row in file.matrix.rows)),
        f"M{last + 1}": Live("M4", value_of(score.total)),
    }


def matrix_cells(form: Form) -> dict[str, Live]:
    """The computed cells of the first sheet."""
    cells = _result_cells(form)
    for line, found in form.lines():
        cells |= _matrix_line(form, line, found)
    return cells


def _curve_points(form: Form) -> Sequence[tuple[float, float]]:
    """The nine points of the drawn line: level under the first point, the jump if any, the points, level beyond."""
    curve = form.file.curve
    first, last = curve.points[0], curve.points[-1]
    places = [*curve.points, *[last] * (6 - len(curve.points))]
    return [(first[0] - 0.2, curve.below), (first[0], curve.below), *places, (last[0] + 0.15, last[1])]


def _drawn(value: float) -> Value:
    return "#N/A" if isnan(value) else value


def pay_cells(form: Form) -> dict[str, Live]:
    """The computed cells of the pay curve: money at each point, its check, and the points of the drawn line."""
    file, result = form.file, form.result
    totals, shares, count = "$A$8:$A$13", "$B$8:$B$13", "COUNT($A$8:$A$13)"
    falls = "+".join(
        f"SUMPRODUCT(--ISNUMBER(${x}$9:${x}$13),--(${x}$9:${x}$13{sign}${x}$8:${x}$12))"
        for x, sign in (("A", "<="), ("B", "<"))
    )
    placed = [f"COUNT(${x}$8:INDEX(${x}$8:${x}$13,MAX(1,{count})))<>{count}" for x in "AB"]
    other = [f"COUNTA({totals})<>{count}", f"COUNT({shares})<>{count}", f"COUNTA({shares})<>{count}"]
    gaps = f"IF(OR({count}<2,{','.join([*placed, *other])},NOT(ISNUMBER($B$7)),$B$8<$B$7),1,0)"
    wrong = f"IF({gaps}+{falls}>0,1,0)"
    cliff = filled(form, "curve_cliff", total="FIXED($A$8,2,TRUE)")
    said = f"IF($F$8=1,{word_at(form, 'curve_bad')},IF($B$8>$B$7,{cliff},{word_at(form, 'curve_ok')}))"
    cliffs = file.curve.cliffs
    text = _(WORDS["curve_cliff"]).format(total=fixed(cliffs[0], 2)) if cliffs else _(WORDS["curve_ok"])
    cells = {
        "F8": Live(wrong, 0),
        "A5": Live(said, text),
        "H17": Live("IF(ISNUMBER(matrix_total),matrix_total,NA())", _drawn(result.score.total)),
        "I17": Live("IF(ISNUMBER(matrix_total),matrix_share,NA())", _drawn(result.share)),
    }
    plan = file.at_plan
    points = [("", file.curve.below), *file.curve.points]
    for i in range(7):
        share = points[i][1] if i < len(points) else nan
        cells[f"C{7 + i}"] = Live(
            f'IF(AND(ISNUMBER($B{7 + i}),ISNUMBER(matrix_at_plan)),$B{7 + i}*matrix_at_plan,"")', value_of(share * plan)
        )
    last = f"INDEX({totals},{count})", f"INDEX({shares},{count})"
    formulas = [("$A$8-0.2", "$B$7"), ("$A$8", "$B$7")]
    formulas += [
        (f"IF(ISNUMBER($A${i}),$A${i},{last[0]})", f"IF(ISNUMBER($B${i}),$B${i},{last[1]})") for i in range(8, 14)
    ]
    formulas += [(f"{last[0]}+0.15", last[1])]
    for line, (x, y), (total, share) in zip(range(8, 17), formulas, _curve_points(form), strict=True):
        cells[f"H{line}"], cells[f"I{line}"] = Live(x, total), Live(y, share)
    return cells
