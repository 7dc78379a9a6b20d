"""The list of expected reports, and the links that narrow it."""

from collections.abc import Sequence

from dash import html

from dashboards.components import parts
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import FormStatus, ReportRow

STATES = ("missing", "withheld", "late", "accepted")
SIGNS = {"missing": "clock", "withheld": "back", "late": "clock", "accepted": "status-done"}


def state_filters(forms: Sequence[FormStatus], view: View) -> list[Part]:
    """By state, then by form."""
    here = view.selection
    states = [(view.say("page.all"), here.change(state="").href(), None, not here.state)]
    states += [(view.say(f"state_of.{s}"), here.change(state=s).href(), None, here.state == s)
               for s in STATES]  # fmt: skip
    titles = [(view.say("reporting.all_forms"), here.change(form="").href(), None, not here.form)]
    titles += [(view.text(f.title), here.change(form=f.form).href(), None, here.form == f.form)
               for f in forms]  # fmt: skip
    return [parts.filters(states, view.say("reporting.state"), view),
            parts.filters(titles, view.say("page.form"), view)]  # fmt: skip


def report_table(rows: Sequence[ReportRow], view: View) -> html.Table:
    """One row a report that was due."""
    heads = (
        view.say("select.unit"), view.say("reporting.parent"), view.say("page.form"),
        view.say("reporting.state"), view.say("page.due_on"), view.say("reporting.received"),
        parts.right(view.say("trace.version")), parts.right(view.say("page.open_findings")),
        view.say("reporting.file"),
    )  # fmt: skip
    body = [report_row(row, view) for row in rows]
    return parts.table(heads, body, view.say("reporting.list"))


def report_row(row: ReportRow, view: View) -> html.Tr:
    """One report. States of work carry a word and a glyph, never a status colour."""
    state = html.Span([parts.glyph(SIGNS.get(row.state, "clock")), " ", state_word(row, view)],
                      className="nowrap")  # fmt: skip
    findings: Part = "0"
    if row.findings:
        href = view.to_page("findings", unit=row.unit.code)
        findings = parts.number(view.whole(row.findings), href)
    version = "—" if row.version is None else view.whole(row.version)
    return html.Tr(
        [
            parts.row_head(parts.link(view.text(row.unit.name), view.to_unit(row.unit.code))),
            parts.cell(view.text(row.parent.name) if row.parent else "", "faint"),
            parts.cell(view.text(row.form_title)),
            parts.cell(html.B(state) if row.state in ("missing", "withheld") else state),
            parts.cell(view.record_day(row.due_on), "nowrap"),
            parts.cell(view.record_day(row.received_at), "nowrap"),
            parts.figure_cell(version),
            parts.figure_cell(findings),
            parts.cell(row.file or "", "note"),
        ]
    )


def state_word(row: ReportRow, view: View) -> str:
    """The state in a word."""
    return view.say(f"state_of.{row.state}") if row.state in STATES else row.state
