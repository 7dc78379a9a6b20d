"""Score cards as answers: lines lead to their figures, and ways up hold when scored again."""

from decimal import Decimal

import pytest

from pipeline.queries import questions
from pipeline.queries.answers import ScoreLine, UnitScore
from pipeline.queries.nouns import NotFound
from tests.appraisal.scored import open_scored
from tests.queries.office import Office

D = Decimal


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_scored(tmp_path_factory.mktemp("scored"))


def east(office: Office) -> UnitScore:
    return questions.score_page(office.reader, "T1", "2024Q1").scores[0]


def line(score: UnitScore, name: str) -> ScoreLine:
    return next(x for x in score.lines if x.id == name)


def test_a_card_has_total_rank_peers_and_lines(scored: Office) -> None:
    found = east(scored)
    assert (found.total, found.rank, found.ranked) == (D("57.55"), 1, 2)
    assert found.provisional
    assert [(p.unit.code, p.rank) for p in found.peers] == [("T1", 1), ("T2", 2)]
    assert sum(x.points or 0 for x in found.lines) == found.total
    rate = line(found, "rate")
    assert (rate.clause, rate.value, rate.numerator, rate.denominator) == (
        "第三条", D("37.5"), D(150), D(400),
    )  # fmt: skip
    assert (rate.data.expected, rate.data.reported) == (3, 2)
    # 8 × 91/366 due
    assert round(line(found, "closed").due or 0, 4) == D("1.9891")


def test_every_figure_of_a_line_is_the_one_its_trace_leads_to(scored: Office) -> None:
    page = questions.score_page(scored.reader, "T1", "2024Q1")
    led = [x for x in page.scores[0].lines if x.indicator is not None]
    assert {x.id for x in led} == {"rate", "closed", "goal"}
    for x in led:
        assert x.indicator is not None
        trace = questions.trace(
            scored.reader, x.indicator.id, "T1", "2024Q1", x.span, x.segment, x.family
        )
        assert trace.agrees
        assert trace.value.value == x.value


def test_the_ways_up_reach_what_they_say(scored: Office) -> None:
    found = east(scored)
    told = {way.item: way for way in found.ways}
    # 150 of 400 are 37.5 %. The rate's goal is 50 %, 200 of 400, for 10 points; that of the plan,
    # for units of two kinds of ownership, 80 %, 320 of 400, for 20 points. Whoever joins there
    # joins the whole: 170 more members are 30 points, more for the effort than 50 for 10.
    assert told["goal"].sum_after == 320
    assert told["goal"].gain == 30
    assert "rate" not in told
    # One case is closed, 1.99 are due: a second gives 20 points.
    assert (told["closed"].change, told["closed"].gain) == (1, D("9.95"))
    # Most points for the least part of what there would be: 30 for 170/320 before 9.95 for 1/2.
    assert found.ways[0].item == "goal"
    running = found.total or D(0)
    for way in found.ways:
        running += way.gain
        assert way.total == running
        assert way.rank == 1


def test_who_scores_others_sees_their_ranks(scored: Office) -> None:
    county = questions.score_page(scored.reader, "C1", "2024Q1")
    assert county.scores == ()
    (league,) = county.leagues
    assert [(p.unit.code, p.rank) for p in league.peers] == [("T1", 1), ("T2", 2)]
    town = questions.score_page(scored.reader, "T1", "2024Q1")
    assert [p.unit.code for p in town.leagues[0].peers] == ["G1", "G2", "G3"]
    assert [p.rank for p in town.leagues[0].peers] == [1, 2, None]


def test_a_unit_nobody_scores_has_an_empty_card(scored: Office) -> None:
    page = questions.score_page(scored.reader, "C2", "2024Q1")
    assert (page.scores, page.leagues) == ((), ())
    with pytest.raises(NotFound):
        questions.score_page(scored.reader, "T9", "2024Q1")


def test_the_matrix_holds_units_against_targets(scored: Office) -> None:
    page = questions.matrix_page(scored.reader, "C1", "2024Q1")
    assert [c.key for c in page.columns] == ["rate", "closed"]
    # The segment is part of the name: two columns may look at the same indicator.
    assert page.columns[0].name.zh.startswith("入会率（")
    assert page.columns[1].name.zh == "办结"
    assert {row.unit.code for row in page.rows} == {"T1", "T2"}
    row = next(r for r in page.rows if r.unit.code == "T1")
    rate, closed = row.cells
    assert rate is not None
    assert closed is not None
    # The town has a target for cases: one of 8, 12.5 %; none of its own for the rate.
    assert (closed.completion, rate.completion) == (D("12.5"), None)
    assert (rate.value, rate.data.reported) == (D("37.5"), 2)
    assert (row.total, row.rank, row.provisional) == (D("57.55"), 1, True)
    assert (row.expected, row.reported) == (3, 2)
    whole = page.whole.cells[0]
    assert whole is not None
    assert whole.value == D(100) * 211 / 600


def test_a_unit_without_a_plan_is_shown_with_its_core_indicators(scored: Office) -> None:
    page = questions.matrix_page(scored.reader, "T2", "2024Q1")
    assert page.plan is None
    assert [c.key for c in page.columns] == []
