"""The charts: each exists, has something on it, and every character on it has a glyph."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import matplotlib.image
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from pipeline.domain.noun import Bilingual, Language
from pipeline.queries.answers import DefinitionChange
from pipeline.reports.charts import received, trends
from pipeline.reports.charts.bullets import at
from pipeline.reports.charts.heading import Place
from pipeline.reports.charts.ranking import ranking_chart
from pipeline.reports.charts.saving import png_bytes, svg_text
from pipeline.reports.charts.sheet import (
    MISSING_SIGN,
    Sheet,
    covered,
    fitted,
    printable,
    shortened,
    width_of,
    wrapped,
)
from pipeline.reports.pack import Pack, Trend
from pipeline.reports.quarterly import ReportFiles, chart_figures
from pipeline.reports.targets import trend_choices
from pipeline.reports.words import Words

WORDS = {"zh": Words("zh"), "en": Words("en")}


FIGURES = {"targets", "trends", "ranking", "received"}


def drawn_texts(figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def test_four_charts_are_written_as_outlines_and_as_pictures(report: ReportFiles) -> None:
    names = [path.name for path in report.charts]
    kinds = ("targets", "trends", "ranking", "received")
    assert names == [f"TC_2024Q3_{kind}.{end}" for kind in kinds for end in ("svg", "png")]
    for path in report.charts[::2]:
        text = path.read_text(encoding="utf-8")
        assert "<text" not in text
        assert text.count("<use") > 50
    for path in report.charts[1::2]:
        picture = matplotlib.image.imread(path)
        assert picture.shape[1] > 1400
        assert np.mean(picture[:, :, :3].min(axis=2) < 0.95) > 0.01


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_character_has_a_glyph(pack: Pack, language: str) -> None:
    figures = dict(chart_figures(pack, WORDS[language]))
    assert set(figures) == FIGURES
    for name, figure in figures.items():
        said = "".join(drawn_texts(figure))
        assert len(said) > 40, name
        assert {c for c in said if ord(c) not in covered()} == set(), name
        assert MISSING_SIGN not in said, name


def test_a_character_without_a_glyph_is_replaced() -> None:
    assert printable("工会◧") == f"工会{MISSING_SIGN}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_leaves_the_sheet(pack: Pack, language: str) -> None:
    for name, figure in chart_figures(pack, WORDS[language]):
        figure.canvas.draw()
        width = figure.bbox.width
        for text in figure.findobj(Text):
            if not text.get_text():
                continue
            box = text.get_window_extent()
            assert box.x0 >= -1, (name, text.get_text())
            assert box.x1 <= width + 1, (name, text.get_text())


def test_status_is_said_by_word_and_sign_and_data_by_their_source(pack: Pack) -> None:
    figures = dict(chart_figures(pack, WORDS["zh"]))
    said = drawn_texts(figures["targets"])
    words = ["严重滞后", "滞后", "不全", "不全", "不全"]
    assert [t for t in said if t in words] == words
    assert "2.4 → 5.0万元" in said
    for name, figure in figures.items():
        texts = drawn_texts(figure)
        assert "示例数据（程序生成）" in texts, name
        assert any("次发布" in text for text in texts), name


def test_bars_are_as_long_as_the_completion(pack: Pack) -> None:
    figure = dict(chart_figures(pack, WORDS["zh"]))["targets"]
    lengths = [patch.get_width() for patch in figure.findobj(Rectangle)
               if patch.get_height() == pytest.approx(0.1)]  # fmt: skip
    for row in pack.overview.targets:
        if row.completion is not None and row.completion > 0:
            expected = at(row.completion) - at(0)
            assert any(length == pytest.approx(expected) for length in lengths), row.name.zh
    assert at(400) == at(125)
    assert at(-5) == at(0)


def test_reports_add_up_to_those_due(pack: Pack) -> None:
    for form in pack.overview.forms:
        parts = received.states(form)
        assert parts == {"on_time": 3, "late": 1, "withheld": 1, "missing": 1}
        assert sum(parts.values()) == form.expected


def test_the_ranking_leaves_incomplete_units_unranked(pack: Pack) -> None:
    figure = ranking_chart(pack, WORDS["zh"], Place())
    assert figure is not None
    said = drawn_texts(figure)
    assert "2/3" in said or "1/3" in said
    assert "—" in said
    assert ranking_chart(replace(pack, ranking=None), WORDS["zh"], Place()) is None


def test_the_schedule_runs_from_the_baseline_to_the_target(pack: Pack) -> None:
    of = {trend.target.target_id: trend for trend in pack.trends if trend.target}
    members = of["A"].schedule
    assert [str(p.day) for p in members] == [
        "2024-01-01", "2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"
    ]  # fmt: skip
    assert (members[0].value, members[-1].value) == (400, 700)
    assert of["D"].schedule[-1].value == 50_000
    assert [trends.based(p, of["D"]) for p in of["D"].page.trend] == [9000, 18000, 24000]


def test_a_trend_is_broken_and_ruled_where_its_indicator_was_defined_anew(pack: Pack) -> None:
    (trend,) = (t for t in pack.trends if t.target and t.target.target_id == "A")
    since = trend.page.trend[-1].period.start
    card = replace(
        trend.page.card, changes=(DefinitionChange(since, Bilingual(zh="改", en="new")),)
    )
    anew = replace(trend, page=replace(trend.page, card=card))
    before, after = (
        trends.trend_chart(replace(pack, trends=(one,)), WORDS["en"], Place())
        for one in (trend, anew)
    )
    assert "defined anew" in drawn_texts(after)
    assert "defined anew" not in drawn_texts(before)
    longest = [max(len(line.get_xdata()) for line in actual_lines(drawn))
               for drawn in (before, after)]  # fmt: skip
    assert longest == [3, 2], "the last of three quarters stands alone"


@pytest.mark.parametrize("target", ["A", "D"])
def test_no_line_leads_from_a_whole_year_to_the_first_months_of_the_next(
    pack: Pack, target: str
) -> None:
    (trend,) = (t for t in pack.trends if t.target and t.target.target_id == target)
    lengths = [len(line.get_xdata()) for line in drawn_alone(pack, trend)]
    starts = {point.counts_from for point in trend.page.trend}
    assert starts == ({date(2024, 1, 1)} if target == "D" else {None})
    assert lengths == ([4] if target == "D" else [3]), "what adds up begins at zero"
    *before, last = trend.page.trend
    turned = replace(last, counts_from=last.period.start)
    turning = replace(trend, page=replace(trend.page, trend=(*before, turned)))
    after = [len(line.get_xdata()) for line in drawn_alone(pack, turning)]
    assert after == ([3, 2] if target == "D" else [2, 1]), "from zero again, a rate from itself"


def drawn_alone(pack: Pack, trend: Trend) -> list[Line2D]:
    """The line of what was reached, in its pieces."""
    return actual_lines(trends.trend_chart(replace(pack, trends=(trend,)), WORDS["en"], Place()))


def actual_lines(figure) -> list[Line2D]:
    return [line for line in figure.findobj(Line2D) if line.get_linewidth() == 1.6]


def test_the_trend_of_a_page_has_its_schedule_in_the_unit_of_the_figures(pack: Pack) -> None:
    """5 万元 in the year, by days: 274 of 366 have passed; the figures count in 万元 too."""
    page = next(t.page for t in pack.trends if t.target and t.target.target_id == "D")
    assert page.trend[-1].value.value == Decimal("2.4")
    assert page.trend[-1].due == pytest.approx(Decimal(5 * 274) / 366, abs=Decimal("0.0001"))


@pytest.mark.parametrize(("language", "most"), [("zh", "1.5"), ("en", "15,000")])
def test_the_scale_of_a_ranking_is_in_the_unit_of_its_figures(
    pack: Pack, language: Language, most: str
) -> None:
    page = next(t.page for t in pack.trends if t.target and t.target.target_id == "D")
    figure = ranking_chart(replace(pack, ranking=page), WORDS[language], Place())
    assert figure is not None
    assert most in drawn_texts(figure)


def test_the_same_answers_give_the_same_file(pack: Pack) -> None:
    one, two = (dict(chart_figures(pack, WORDS["zh"]))["received"] for _ in range(2))
    assert svg_text(one) == svg_text(two)
    assert png_bytes(one) == png_bytes(two)
    assert not re.search(r"<dc:date>", svg_text(one))


def test_a_name_with_dollar_signs_is_drawn_as_it_is_written() -> None:
    """It was taken for a formula, and one that is none ended the circular in a traceback."""
    figure = Figure()
    figure.text(0.1, 0.1, r"A $\frac$ works")
    figure.add_subplot().set_yticks([0, 1], [r"B $x_1$", "C"])
    written = svg_text(figure)
    assert {r"A $\frac$ works", r"B $x_1$"} <= set(re.findall("<!-- (.*?) -->", written))
    assert png_bytes(figure)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_head_of_the_received_stands_on_another(language: Language) -> None:
    words = WORDS[language]
    ends = received.columns(words)
    assert list(ends) == list(received.LOOKS)
    starts = [x - width_of(received.head_of(state, words), 7.5) for state, x in ends.items()]
    sample = 0.13  # where the square at a head's right ends
    before = [received.bar_end(words), *(x + sample for x in ends.values())]
    assert all(start > end + 0.05 for end, start in zip(before, starts, strict=False))


def test_a_long_name_is_drawn_whole() -> None:
    sheet = Sheet(4, 1)
    name = "Federation of Trade Unions of the Economic Development Zone"
    short = sheet.name(0, 0.2, "Federation", 8.5, 2)
    assert short == width_of("Federation", 8.5)
    assert 1.5 < sheet.name(0, 0.5, name, 8.5, 2) <= 2
    first, *lines = drawn_texts(sheet.figure)
    assert (first, len(lines), " ".join(lines)) == ("Federation", 2, name)
    said, size = fitted(name, 8.5, 0.9 * width_of(name, 8.5), 7)
    assert (said, 7 < size < 8.5) == (name, True)


def test_long_names_are_cut_or_wrapped_to_their_room() -> None:
    assert shortened("会员总数", 8, 5) == "会员总数"
    assert shortened("特别特别特别长的名称", 8, 0.5).endswith("…")
    assert wrapped("one two three", 8, 0.6) == ["one two", "three"]
    first, second = wrapped("one two three four five six", 8, 0.6)
    assert (first, second[-1]) == ("one two", "…")


def test_the_trend_of_a_stock_ends_at_the_figure_its_target_is_judged_by(pack: Pack) -> None:
    """Two of six unions are out in the last quarter; their last reports count in both places."""
    (trend,) = (t for t in pack.trends if t.target and t.target.target_id == "A")
    assert trend.target is not None
    assert trend.target.is_estimate
    judged = trend.target.actual.value
    assert trend.page.trend[-1].value.value == judged
    shown = WORDS["zh"].amount(judged, trend.page.indicator)
    assert shown in drawn_texts(trends.trend_chart(pack, WORDS["zh"], Place()))


def test_what_is_owed_each_quarter_has_no_line_from_the_years_start(pack: Pack) -> None:
    rows = [row for row in pack.overview.targets if row.indicator]
    quarterly = replace(rows[0], target_id="Q", kind="duty", duty_span="quarter")
    yearly = replace(rows[0], target_id="Y", kind="duty", duty_span="year")
    assert [row.target_id for row in trend_choices([quarterly, yearly])] == ["Y"]
    assert trend_choices([quarterly]) == [quarterly]


def test_what_stood_above_its_target_is_due_to_stay_at_it_and_not_to_sink(pack: Pack) -> None:
    (trend,) = (t for t in pack.trends if t.target and t.target.target_id == "E")
    assert trend.target is not None
    assert (trend.target.baseline, trend.target.reason) == (60, "baseline_reached")
    assert {point.value for point in trend.schedule} == {50}
