"""数据质量: what was found in the files, place by place, and what to do about it."""

from collections.abc import Iterator

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.finding_rows import acting, finding_rows, mark
from dashboards.components.headings import remembered_headings
from dashboards.components.naming import remembered
from dashboards.components.shell import Page, segments
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import FindingList, NotRunList, NotRunRow

SEVERITIES = ("error", "explain", "warning")
OPEN = "open"
"""The state of findings that nothing has answered."""


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    period = None if here.periods else here.period
    answer = questions.finding_list(
        reader, here.unit, here.slug or None, here.severity or None, period=period,
        only_open=here.state == OPEN,
    )  # fmt: skip
    idle = questions.rules_not_run(reader, here.unit, period=period)
    title = view.say("page.findings")
    content = (*body(answer, view), remembered(), remembered_headings(), *not_run(idle, view))
    return Page(title, answer.breadcrumb, content, ((title, ""),), extra=reach(view))


def reach(view: View) -> html.Span:
    """Whether the chosen period's findings are listed, or every period's."""
    here = view.selection
    options = [
        (view.say(f"findings.of_{name or 'period'}"), here.change(periods=name).href(),
         here.periods == name)
        for name in ("", "all")
    ]  # fmt: skip
    return segments(view.say("findings.reach"), options)


def body(answer: FindingList, view: View) -> tuple[Part, ...]:
    """How many of each kind, then one by one."""
    heading = html.H1(view.say("page.findings"), tabIndex="-1")
    if not answer.by_slug:
        key = "findings.none_open" if view.selection.state == OPEN else "findings.none"
        nothing = view.say(key, unit=view.text(answer.unit.name), period=reach_said(answer, view))
        return heading, parts.empty(nothing), *([states(view)] if view.selection.state else [])
    kinds = parts.section(view.say("findings.kinds"), kind_table(answer, view))
    note = view.say("page.listed", shown=view.whole(len(answer.rows)),
                    total=view.whole(answer.total))  # fmt: skip
    content: Part = parts.empty(view.say("findings.no_rows"))
    if answer.rows:
        content = finding_rows(answer.rows, answer.publication, view)
    by = acting(answer.rows, answer.unit.name, view)
    asked = [severities(answer, view), *([by] if by else []), content]
    listing = parts.section(view.say("findings.list"), *asked, note=note)
    columns = html.Div([listing, kinds], className="columns")
    return heading, said(answer, view), columns


def not_run(answer: NotRunList, view: View) -> tuple[Part, ...]:
    """The rules that did not run: that they found nothing says nothing."""
    title = view.say("answer.not_run")
    if not answer.rows:
        return ()
    heads = (
        view.say("answer.not_run_rule"), view.say("answer.not_run_form"),
        view.say("answer.not_run_why"),
        parts.right(view.say("findings.not_run_reports")),
        parts.right(view.say("findings.not_run_units")),
    )  # fmt: skip
    rows = [not_run_row(row, view) for row in answer.rows]
    listed = view.say("page.listed", shown=view.whole(len(answer.rows)),
                      total=view.whole(answer.total))  # fmt: skip
    lead = html.P(view.say("findings.not_run_note"), className="note")
    return (parts.section(title, lead, parts.table(heads, rows, title, "not-run"), note=listed),)


def not_run_row(row: NotRunRow, view: View) -> html.Tr:
    """One rule, why it did not run, and how often."""
    units = view.whole(row.units)
    one = view.say("findings.not_run_example", unit=view.text(row.example.name))
    what: list[Part] = [view.text(row.what), html.Div(row.rule, className="note code")]
    return html.Tr(
        [
            parts.row_head(what),
            parts.cell(view.text(row.form_title)),
            parts.cell([view.text(row.why), html.Div(one, className="note")]),
            parts.figure_cell(view.whole(row.reports)),
            parts.figure_cell(units),
        ]
    )


def said(answer: FindingList, view: View) -> html.P:
    """How many findings of which period, by what they ask for."""
    words = [view.say(f"findings.{s}", count=view.whole(count))
             for s, count in by_severity(answer) if count]  # fmt: skip
    total = sum(count for _, count in by_severity(answer))
    key = "findings.said_open" if view.selection.state == OPEN else "findings.said"
    sentence = view.rich(key, period=reach_said(answer, view), total=view.whole(total),
                         parts=view.join(words))  # fmt: skip
    if answer.of_no_period:
        count = view.whole(answer.of_no_period)
        sentence += view.rich("findings.of_no_period", count=count)
    return html.P(sentence, className="lead small")


def reach_said(answer: FindingList, view: View) -> str:
    """The period whose findings are listed, in words."""
    return (
        view.say("findings.every_period") if answer.period is None else view.period(answer.period)
    )


def by_severity(answer: FindingList) -> Iterator[tuple[str, int]]:
    """How many findings of each severity."""
    for severity in SEVERITIES:
        yield severity, sum(count for _, given, count in answer.by_slug if given == severity)


def severities(answer: FindingList, view: View) -> Part:
    """Links that keep one severity, and those to what is not answered yet."""
    here = view.selection
    entries: list[tuple[str, str, int | None, bool]] = [
        (view.say("page.all"), here.change(severity="", slug="").href(), None,
         not here.severity and not here.slug)
    ]  # fmt: skip
    entries += [(view.severity(s), here.change(severity=s, slug="").href(), count,
                 here.severity == s) for s, count in by_severity(answer)]  # fmt: skip
    return html.Div([parts.filters(entries, view.say("findings.severity"), view), states(view)])


def states(view: View) -> Part:
    """Links to all findings, or to those that nothing has answered."""
    here = view.selection
    entries: list[tuple[str, str, int | None, bool]] = [
        (view.say(f"findings.state_{name or 'any'}"), here.change(state=name).href(), None,
         here.state == name)
        for name in ("", OPEN)
    ]  # fmt: skip
    return parts.filters(entries, view.say("findings.state"), view)


def kind_table(answer: FindingList, view: View) -> html.Table:
    """Every kind of finding with its count."""
    heads = (view.say("findings.kind"), parts.right(view.say("head.count")))
    rows = [kind_row(slug, severity, count, view) for slug, severity, count in answer.by_slug]
    return parts.table(heads, rows, view.say("findings.kinds"))


def kind_row(slug: str, severity: str, count: int, view: View) -> html.Tr:
    """One kind; it leads to its findings."""
    here = view.selection
    href = here.change(slug=slug, severity="").href()
    name = parts.link(view.lay(slug), href, current=here.slug == slug)
    told = html.Div([mark(severity, view), html.Span(slug, className="note code")],
                    className="kind")  # fmt: skip
    return html.Tr(
        [parts.row_head([name, told]), parts.figure_cell(view.whole(count))],
        className="here" if here.slug == slug else "",
    )
