import logging
import subprocess
import sys
from dataclasses import replace
from math import nan

import pytest
from matplotlib.colors import to_hex

from kpilab import charts
from kpilab.analysis.pay import CLIFF, SMOOTH
from kpilab.analysis.scorecard import FORMULAS, Matrix, Row, score
from kpilab.analysis.survey_drivers import Driver, Drivers
from kpilab.errors import MatrixError, PlanError

MAY = Matrix(
    (
        Row("Net sales", 0.40, 400, 500, 550, 540, "thousand"),
        Row("New members", 0.20, 40, 60, 70, 50),
        Row("Satisfied customers", 0.25, 80, 90, 94, 78, "%"),
        Row("Wait at the till", 0.15, 8, 5, 4, 4, "minutes"),
    )
)


def test_a_bullet_runs_from_base_to_fact_and_marks_the_norm() -> None:
    panels = charts.bullets(score(MAY), "One row is below base").figure.axes
    bars = [(round(axes.patches[-1].get_x(), 9), round(axes.patches[-1].get_width(), 9)) for axes in panels]
    assert bars == [(400, 140), (40, 10), (80, -2), (8, -4)]
    assert [float(axes.lines[-1].get_xdata()[0]) for axes in panels] == [500, 60, 90, 5]
    assert panels[0].get_xlim()[0] < panels[0].get_xlim()[1], "more is better: right is more"
    assert panels[3].get_xlim()[0] > panels[3].get_xlim()[1], "less is better: right is less"


def test_a_bullets_colour_has_its_word_beside_it() -> None:
    axes = charts.bullets(score(MAY), "…").figure.axes[2]
    assert to_hex(axes.patches[-1].get_facecolor()) == charts.ZONE_COLOURS["below base"].solid
    assert [text.get_text() for text in axes.texts] == ["78 · below base"]


def test_a_two_sided_row_grows_from_its_norm_and_a_missing_fact_has_no_bar() -> None:
    rows = (Row("cover", 0.5, norm=30, tolerance=10, fact=43), Row("sales", 0.5, 400, 500, 550))
    cover, sales = charts.bullets(score(Matrix(rows)), "…").figure.axes
    assert (cover.patches[-1].get_x(), cover.patches[-1].get_width()) == (30, 13)
    assert len(sales.patches) == 4, "four bands, no bar"


def test_indexes_draw_each_row_and_the_total_by_each_formula_with_the_plan_at_1() -> None:
    drawn = charts.indexes([score(MAY, formula=name) for name in ("ratio", "line", "two_segment")], "…")
    widths = [[round(bar.get_width(), 4) for bar in bars] for bars in drawn.figure.axes[0].containers]
    assert widths == [
        [1.08, 0.8333, 0.8667, 1.25, 1.0028],
        [1.4, 0.5, -0.2, 1.3333, 0.81],
        [1.16, 0.5, 0.0, 1.2, 0.744],
    ]
    assert 1.0 in [float(line.get_xdata()[0]) for line in drawn.figure.axes[0].lines]
    assert drawn.data.loc["Total", "two-segment"] == pytest.approx(0.744)


def test_indexes_of_different_matrices_are_refused() -> None:
    other = Matrix((replace(MAY.rows[0], weight=1.0),))
    with pytest.raises(MatrixError, match="one matrix"):
        charts.indexes([score(MAY), score(other)], "…")
    with pytest.raises(MatrixError, match="one matrix"):
        charts.indexes([], "…")


def test_a_cliff_is_drawn_as_a_jump_and_marks_stand_on_the_curve() -> None:
    chart = charts.pay_curve(
        {"cliff": CLIFF, "smooth": SMOOTH}, "…", at_plan=6000, currency="yuan", marks={"Song": 0.705}
    )
    axes = chart.figure.axes[0]
    jump = next(line for line in axes.lines if line.get_linestyle() == ":")
    assert (list(jump.get_xdata()), list(jump.get_ydata())) == ([0.7, 0.7], [0.0, 3000.0])
    assert any(list(line.get_xdata()) == [0.705] and line.get_ydata()[0] == pytest.approx(3050) for line in axes.lines)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("total of the matrix (1 = plan)", "bonus, yuan")
    assert chart.data.loc[1.2].to_dict() == pytest.approx({"cliff": 9600, "smooth": 8400})


def test_months_keep_a_gap_and_draw_the_plan() -> None:
    lines = {"Riverside": {"2025-01": 0.9, "2025-02": nan, "2025-03": 0.7}, "Hilltop": {"2025-01": 1.0, "2025-03": 1.1}}
    chart = charts.by_month(lines, "…", unit="index", plan=1.0, base=0.7)
    first, _second, plan, _base = chart.figure.axes[0].lines
    assert [str(value) for value in first.get_ydata()] == ["0.9", "nan", "0.7"]
    assert list(plan.get_ydata()) == [1.0, 1.0, 1.0]
    assert chart.figure.axes[0].get_ylabel() == "index"
    assert list(chart.data.columns) == ["Riverside", "Hilltop", "plan"]


def test_a_chart_shows_a_picture_and_says_the_same_in_text_on_every_machine() -> None:
    chart = charts.bullets(score(MAY), "Three rows hold")
    data, metadata = chart._repr_mimebundle_()
    assert set(data) == {"text/plain", "image/png"}
    assert data["image/png"].startswith("iVBORw0KGgo")
    assert data["text/plain"].startswith("Three rows hold. Bullet chart, right is better. Net sales: 540 thousand")
    assert "Figure" not in data["text/plain"]
    assert metadata["image/png"]["alt"] == chart.alt


def test_chinese_text_is_drawn_without_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    rows = (Row("销售额", 0.5, 400, 500, 550, 540, "千元"), Row("排队时间", 0.5, 8, 5, 4, 4, "分钟"))
    with caplog.at_level(logging.WARNING):
        assert len(charts.bullets(score(Matrix(rows)), "两行都达到计划").png()) > 5000
    assert caplog.records == []


def test_no_two_formulas_look_alike_and_every_zone_has_a_colour() -> None:
    chart = charts.indexes([score(MAY, formula=name) for name in FORMULAS], "…")
    looks = {(to_hex(bars[0].get_facecolor()), bars[0].get_hatch()) for bars in chart.figure.axes[0].containers}
    assert len(looks) == 5
    assert len({colours.solid for colours in charts.ZONE_COLOURS.values()}) == 5


def test_charts_bring_matplotlib_only_when_they_draw_and_leave_pyplot_alone() -> None:
    code = (
        "import sys, kpilab.charts as c; assert 'matplotlib' not in sys.modules;"
        "from kpilab.analysis.pay import SMOOTH; c.pay_curve({'s': SMOOTH}, 't').png();"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_plan_by_key_names_the_range_of_each_unit() -> None:
    chart = charts.by_key(
        {"history": {"Lin": 1440, "Yu": 240}, "strength": {"Lin": 1040, "Yu": 520}}, "Two keys", unit="k"
    )
    assert chart.alt == "Two keys. Bars of each unit's plan by key, in k. Lin: 1,040 to 1,440; Yu: 240 to 520."
    assert chart.data.loc["Yu", "strength"] == 520
    assert chart.png()[:4] == b"\x89PNG"


def test_a_bridge_leads_from_total_to_total_and_says_so() -> None:
    chart = charts.bridge([("till", 100), ("tax", -12), ("twice", 4), ("books", 92)], "Mostly tax", unit="k")
    assert chart.alt == "Mostly tax. A bridge, in k. till: 100; tax: -12; twice: 4; books: 92."
    assert [(bar.get_x(), bar.get_width()) for bar in chart.figure.axes[0].patches] == [
        (0, 100), (100, -12), (88, 4), (0, 92),
    ]  # fmt: skip
    with pytest.raises(PlanError, match="lead from"):
        charts.bridge([("till", 100), ("tax", -12), ("books", 92)], "Mostly tax", unit="k")


def test_keys_that_plan_other_units_are_refused() -> None:
    with pytest.raises(PlanError, match="same units"):
        charts.by_key({"history": {"Lin": 1}, "strength": {"Yu": 1}}, "Two keys", unit="k")


def test_intervals_draw_what_samples_say_and_the_truth_beside_it() -> None:
    chart = charts.intervals({"cards": (92.7, 86.3, 96.3)}, "Precise and wrong", unit="%", truth=("all guests", 68.0))
    assert chart.alt.endswith("cards: 92.7, from 86.3 to 96.3; all guests: 68.")
    assert chart.data.loc["cards"].tolist() == [92.7, 86.3, 96.3]
    with pytest.raises(MatrixError):
        charts.intervals({"cards": (97, 86, 96)}, "Outside", unit="%")


def test_corners_name_each_area_and_what_to_do_with_it() -> None:
    rows = (Driver("bath", 0.7, 0.8, 0.6, "repair"), Driver("view", 0.2, 0.2, 0.9, "enough"))
    chart = charts.corners(Drivers(rows, 0.5, 300), "The bath first")
    assert "bath: importance 80%, satisfied 60%, matters and is weak: repair first" in chart.alt
    assert chart.png().startswith(b"\x89PNG")
