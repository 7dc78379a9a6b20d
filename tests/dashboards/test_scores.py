"""The score card and the matrix, made from invented answers."""

from dataclasses import replace
from datetime import date

import pytest

from dashboards.components.matrix import figure, heat_cell
from dashboards.selection import Selection
from dashboards.view import View
from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Status
from pipeline.queries.answers import PeriodRef
from tests.dashboards.fake import D
from tests.dashboards.fake_scores import matrix_page
from tests.dashboards.reading import labels, links, only, page, words


def test_the_card_opens_with_total_rank_and_what_cost_most() -> None:
    said = words(page("/scorecard?unit=X107"))
    assert "81.9分（满分 100）暂计" in said
    assert "乡镇组 第 7 名 / 8" in said
    assert "扣得最多的是帮扶资金发放额、集体合同职工覆盖率、维权案件办结率" in said
    assert "还有 10 分等数据，待定" in said


def test_lines_are_costliest_first_and_full_marks_are_folded() -> None:
    made = page("/scorecard?unit=X107")
    table = next(t for t in only(made, "Table") if t.className == "deductions")
    rows = [words(row) for row in only(table, "Tr")]
    names = [words(head) for head in only(table, "Th") if head.scope == "row"]
    assert names[0].startswith("帮扶资金发放额")
    assert "−3.8" in rows[1]
    folded = next(row for row in rows if "未扣分 2 项" in row)
    assert "新发展会员数 8" in folded
    assert not any("新发展会员数" in name for name in names)
    assert "总分上下限" in "".join(names)
    assert rows[-1].startswith("合计")


def test_a_line_says_its_sum_its_evidence_or_why_it_waits() -> None:
    said = words(page("/scorecard?unit=X107"))
    assert "实际 53 ÷ 应达 74.8，计 0.7086；× 6 分 = 4.3" in said
    assert "还没有评分记录。" in said
    assert "依据：采用通知" in said
    english = words(page("/scorecard?unit=X107&lang=en"))
    assert "actual 53 ÷ due 74.8" in english
    assert "Nobody has given marks yet." in english


def test_figures_lead_to_their_traces() -> None:
    hrefs = links(page("/scorecard?unit=X107"))
    assert any(h.startswith("/trace?") and "indicator=aid_paid" in h for h in hrefs)
    assert any("span=to_date" in h for h in hrefs if h.startswith("/trace?"))


def test_the_ways_up_say_what_to_do_and_what_it_brings() -> None:
    said = words(page("/scorecard?unit=X107"))
    assert "1. 办结案件 +1" in said
    assert "27 → 28，到下一档" in said
    assert "迟报、评分和扣分事项已扣 2 分" in said


def test_a_veto_is_named_instead_of_a_rank() -> None:
    assert "一票否决（群体性事件），不排名" in words(page("/scorecard?unit=X108"))


def test_who_scores_others_sees_the_league() -> None:
    made = page("/scorecard")
    assert "本单位考核下列单位" in words(made)
    table = next(t for t in only(made, "Table") if t.className == "league")
    assert len(only(table, "Tr")) == 11
    assert "没有计划考核" in words(page("/scorecard?unit=X199"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_cell_of_the_matrix_says_everything_without_colour(language: str) -> None:
    made = page(f"/matrix?lang={language}".replace("?lang=zh", ""))
    told = [label for label in labels(made) if "河口" in label or "Hekou" in label]
    assert len(told) >= 10
    word = "严重滞后" if language == "zh" else "Far behind"
    assert any(word in label for label in told)
    assert all("/4" in label for label in told)


def test_a_judged_figure_without_completion_carries_its_unit() -> None:
    column = next(c for c in matrix_page(None, "X1", "").columns if c.key == "coverage")
    cell = next(c for r in matrix_page(None, "X1", "").rows for c in r.cells if c is not None)
    told = replace(cell, completion=None, value=D("92"), status=Status.DONE)
    assert figure(column, told, View.of(Selection())) == "92.0%"
    assert figure(column, replace(told, status=None), View.of(Selection())) == "92.0"


@pytest.mark.parametrize(
    ("language", "spans", "half", "to_date", "due"),
    [
        ("zh", "滞后（4 个季度已过 2 个，做到 0 个）", "看2026年上半年", "年初累计",
         "还没有到期，已报"),
        ("en", "Behind (0 of 4 quarters done, 2 ended)", "by H1 2026", "year to date",
         "Not due yet,"),
    ],
)  # fmt: skip
def test_a_cell_names_the_span_it_was_judged_by(
    language: str, spans: str, half: str, to_date: str, due: str
) -> None:
    view = View.of(Selection(language=language))
    answer = matrix_page(None, "X1", "")
    row, column = answer.rows[1], answer.columns[0]
    given = next(c for c in row.cells if c is not None)
    first_half = PeriodRef(
        "2026H1", Bilingual(zh="2026年上半年", en="H1 2026"), "half", "calendar_year",
        date(2026, 1, 1), date(2026, 6, 30),
    )  # fmt: skip

    def shown(**said: object) -> tuple[str, str, str]:
        """Text, label and address of a cell."""
        made = heat_cell(row, column, replace(given, **said), view, first=False)
        (link,) = only(made, "A")
        return words(made), labels(made)[0], link.href

    duty = {"duty_span": "quarter", "completion": None, "span": "period", "value": D(7)}
    several = {**duty, "status": Status.BEHIND, "spans": 4, "spans_ended": 2, "spans_done": 0}
    text, label, _ = shown(**several)
    assert text == "0/4", "the whole year's seven is not what was judged"
    assert spans in label
    text, label, address = shown(**{**duty, "duty_span": "half"}, spans=1, spans_ended=1,
                                 spans_done=0, status=Status.BEHIND, period=first_half)  # fmt: skip
    assert text.startswith("7")
    assert half in label
    assert "period=2026H1" in address
    assert to_date in shown(span="to_date", status=Status.BEHIND)[1]
    assert due in shown(**duty, status=None, reason="not_due")[1]
    text, label, _ = shown(**duty, status=Status.BEHIND, reason="baseline_reached")
    assert text == {"zh": "7人", "en": "7 persons"}[language]
    assert view.say("reason.baseline_reached").rstrip("。.") in label


def test_the_matrix_has_the_whole_first_and_counts_last() -> None:
    table = next(t for t in only(page("/matrix"), "Table") if t.className == "matrix")
    heads = [words(h) for h in only(table, "Th") if h.scope == "row"]
    assert heads[0] == "青石县总工会"
    assert heads[-1] == "滞后单位数"
    assert "没有可比的指标" in words(page("/matrix?unit=X101"))
