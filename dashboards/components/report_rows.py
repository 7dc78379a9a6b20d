"""The list of expected reports, and the links that narrow it."""

from collections.abc import Sequence

from dash import html

from dashboards.components import parts
from dashboards.components.deciding import approve_all, decide_acts
from dashboards.components.locking import exempt_act
from dashboards.components.sealing import seal_act
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import FormStatus, ReportRow

STATES = ("missing", "withheld", "late", "accepted")
MOST_BUTTONS, MOST_FIELDS = 100, 20
"""In so many rows a browser sets buttons up, and fields for a reason, before a reader waits."""
SIGNS = {"missing": "clock", "withheld": "back", "late": "clock", "accepted": "status-done"}


def state_filters(
    forms: Sequence[FormStatus], view: View, seals_asked: bool = False, approving: bool = False
) -> list[Part]:
    """By state, then by form; by what waits for approval and what lacks its signed and sealed copy
    where that is asked for."""
    here = view.selection
    states = [(view.say("page.all"), here.change(state="").href(), None, not here.state)]
    more = [*(["waiting"] if approving else []), *(["unsealed"] if seals_asked else [])]
    states += [(view.say(f"state_of.{s}"), here.change(state=s).href(), None, here.state == s)
               for s in (*STATES, *more)]  # fmt: skip
    titles = [(view.say("reporting.all_forms"), here.change(form="").href(), None, not here.form)]
    titles += [(view.text(f.title), here.change(form=f.form).href(), None, here.form == f.form)
               for f in forms]  # fmt: skip
    return [parts.filters(states, view.say("reporting.state"), view),
            parts.filters(titles, view.say("page.form"), view)]  # fmt: skip


def report_list(rows: Sequence[ReportRow], forms: int, view: View) -> list[Part]:
    """The act for all that waits, where there is one, and the table."""
    listed = alike(rows)
    return [*approve_all(listed, view), report_table(rows, forms, view)]


def report_table(rows: Sequence[ReportRow], forms: int, view: View) -> html.Table:
    """One row for all reports of a unit that came in one file, or fail to come, together."""
    heads = (
        view.say("select.unit"), view.say("reporting.parent"), view.say("page.form"),
        view.say("reporting.state"), view.say("page.due_on"), view.say("reporting.received"),
        parts.right(view.say("trace.version")), parts.right(view.say("list.findings")),
        view.say("reporting.file"),
    )  # fmt: skip
    listed = alike(rows)
    body = [
        report_row(together, forms, acts(together, len(listed), view), view) for together in listed
    ]
    return parts.table(heads, body, view.say("reporting.list"))


def alike(rows: Sequence[ReportRow]) -> list[list[ReportRow]]:
    """Rows that differ in nothing but the form."""
    found: dict[tuple[object, ...], list[ReportRow]] = {}
    for row in rows:
        decided = row.flow, row.flow_by, row.flow_at and row.flow_at.date(), row.flow_text
        key = (
            row.unit.code, row.period, row.state, row.due_on, row.received_at, row.version,
            row.file, row.seal, row.newest, row.approver, row.acts, decided,
        )  # fmt: skip
        found.setdefault(key, []).append(row)
    return list(found.values())


def acts(together: Sequence[ReportRow], listed: int, view: View) -> list[Part]:
    """What the page's unit may do with reports that came together; in a long list a link to where
    they stand alone.
    """
    alone = view.selection.change(reporter=together[0].unit.code).href()
    found = [
        *decide_acts(together, "" if listed <= MOST_FIELDS else alone, view),
        *seal_act(together, view),
        *exempt_act(together, view),
    ]
    if listed > MOST_BUTTONS and found:
        return [parts.link(view.say("reporting.act"), alone)]
    return found


def report_row(
    together: Sequence[ReportRow], forms: int, offered: Sequence[Part], view: View
) -> html.Tr:
    """Reports of one unit. States of work carry a word and a glyph, never a status colour."""
    row = together[0]
    state = html.Span([parts.glyph(SIGNS.get(row.state, "clock")), " ", state_word(row, view)],
                      className="nowrap")  # fmt: skip
    count = sum(report.findings for report in together)
    findings: Part = "0"
    if count:
        href = view.to_page("findings", unit=row.unit.code)
        findings = parts.number(view.whole(count), href)
    version: Part = "—"
    if row.version is not None or row.received_at is not None:
        href = view.to_page("history", unit=row.unit.code, form=row.form)
        word = view.say("page.history") if row.version is None else view.whole(row.version)
        version = parts.number(word, href, label=f"{word} · {view.say('page.history')}")
    return html.Tr(
        [
            parts.row_head(parts.link(view.text(row.unit.name), view.to_unit(row.unit.code))),
            parts.cell(view.text(row.parent.name) if row.parent else "", "faint"),
            parts.cell(titles(together, forms, view)),
            parts.cell(
                [
                    html.B(state) if row.state in ("missing", "withheld") else state,
                    *flow_notes(row, view),
                    *offered,
                ]
            ),
            parts.cell(view.record_day(row.due_on), "nowrap"),
            parts.cell(view.record_day(row.received_at), "nowrap"),
            parts.figure_cell(version),
            parts.figure_cell(findings),
            parts.cell(row.file or "", "note"),
        ]
    )


def titles(together: Sequence[ReportRow], forms: int, view: View) -> list[Part]:
    """The forms by name, or how many where it is all of several."""
    if len(together) == forms > 1:
        return [view.say("reporting.all_of", count=view.whole(forms))]
    return view.join([view.text(row.form_title) for row in together], "join.titles")


def state_word(row: ReportRow, view: View) -> str:
    """The state in a word."""
    return view.say(f"state_of.{row.standing}") if row.state in STATES else row.state


def flow_notes(row: ReportRow, view: View) -> list[Part]:
    """Where the report stands on its way up: by whom, when, why; whether locked and sealed."""
    notes = []
    if row.flow:
        who = view.text(row.flow_by.name) if row.flow_by else ""
        state = view.say(f"flow.{row.flow}")
        if row.approver is not None:
            state = view.say("flow.waiting_for", unit=view.text(row.approver.name))
        words = [state, who, view.record_day(row.flow_at) if who else "",
                 row.flow_text]  # fmt: skip
        notes.append(" · ".join(word for word in words if word))
    if row.locks:
        notes.append(view.say("flow.locked" if row.locked else "flow.excepted"))
    if row.seal:
        day = view.record_day(row.sealed_at) if row.sealed_at else ""
        notes.append(" · ".join(word for word in (view.say(f"flow.{row.seal}"), day) if word))
    return [html.Div(note, className="note") for note in notes]
