"""矩阵: every unit right below against every target, so that lines and columns stand out."""

from collections import Counter

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.matrix import heat_table, legend
from dashboards.components.shell import Page
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.status import Status
from pipeline.queries.answers import MatrixPage


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    answer = questions.matrix_page(reader, here.unit, here.period)
    title = view.say("page.matrix")
    return Page(title, answer.breadcrumb, body(answer, view), ((title, ""),))


def body(answer: MatrixPage, view: View) -> tuple[Part, ...]:
    """The sentence, the legend, the table."""
    heading = html.H1(view.say("page.matrix"), tabIndex="-1")
    if not answer.rows or not answer.columns:
        words = view.say("matrix.none", unit=view.text(answer.unit.name))
        act = parts.link(view.say("page.to_overview"), view.to_page("overview"))
        return heading, parts.empty(words, act)
    said = html.P(sentence(answer, view), className="lead small")
    return heading, said, legend(answer, view), heat_table(answer, view)


def sentence(answer: MatrixPage, view: View) -> list[Part]:
    """How many cells are behind; the worst column and the worst unit."""
    counts = Counter(dict(answer.counts))
    total = sum(counts.values())
    if not total:
        return [view.say("matrix.no_targets")]
    said = view.rich(
        "matrix.counts", total=view.whole(total),
        far=html.B(view.say("matrix.far", count=view.whole(counts[Status.FAR_BEHIND]))),
        behind=html.B(view.say("matrix.late", count=view.whole(counts[Status.BEHIND]))),
    )  # fmt: skip
    worst = max(answer.columns, key=lambda c: c.far_or_behind)
    if worst.far_or_behind:
        said += view.rich("matrix.worst_column", name=html.B(view.text(worst.name)),
                          count=view.whole(worst.far_or_behind))  # fmt: skip
    unit = answer.rows[0]
    if unit.behind:
        said += view.rich("matrix.worst_unit", name=html.B(view.text(unit.unit.name)),
                          count=view.whole(unit.behind))  # fmt: skip
    return said
