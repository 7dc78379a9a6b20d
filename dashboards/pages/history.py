"""报送经过: every version of a report, what changed in it, and what offices did with it."""

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.components import parts
from dashboards.components.finding_rows import places
from dashboards.components.shell import Page
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.confirmation import SHARED_SENDERS
from pipeline.queries.answers import (
    CorrectionRow,
    DiffCell,
    FlowStep,
    PastVersion,
    ReportHistory,
    ReportPast,
    RereadValue,
    VersionDiff,
)

MOST_CELLS = 200


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    answer = questions.report_history(reader, here.unit, here.period, here.form or None)
    title = view.say("page.history")
    tail = ((view.say("page.reporting"), view.to_page("reporting")), (title, ""))
    return Page(title, answer.breadcrumb, body(answer, view), tail)


def body(answer: ReportHistory, view: View) -> tuple[Part, ...]:
    """The forms to choose from, then the report chosen."""
    heading = html.H1(view.say("page.history"), tabIndex="-1")
    if not answer.forms:
        words = view.say("history.none", unit=view.text(answer.unit.name),
                         period=view.period(answer.period))  # fmt: skip
        return heading, parts.empty(words)
    shown = answer.report.form if answer.report else ""
    here = view.selection
    links: list[tuple[str, str, int | None, bool]] = [
        (view.text(title), here.change(form=form).href(), count, form == shown)
        for form, title, count in answer.forms
    ]
    choice = parts.filters(links, view.say("page.form"), view, whole=False)
    if answer.report is None:
        return heading, choice, parts.empty(view.say("history.not_this"))
    report = answer.report
    pieces = [versions(report, view), *([steps(report, view)] if report.steps else [])]
    pieces += [changes(one, view) for one in report.changes]
    pieces += [corrections(report, view)] if report.corrections else []
    return heading, choice, *pieces


def versions(report: ReportPast, view: View) -> html.Section:
    """Who sent what when, and what became of it."""
    names = ("version", "received", "sender", "file", "verdict", "reason", "rows")
    heads = [view.say(f"history.{name}") for name in names]
    title = view.say("history.versions")
    rows = [version_row(one, view) for one in reversed(report.versions)]
    return parts.section(title, parts.table(heads, rows, title), note=view.text(report.title))


def version_row(past: PastVersion, view: View) -> html.Tr:
    """One version."""
    one = past.version
    state = [view.say(f"state_of.{one.verdict}")]
    state += [view.say(f"flow.{one.held}")] if one.held else []
    state += [view.say("diff.current")] if one.current else []
    rows: list[Part] = [
        html.Div(view.say("history.rows_of", sheet=s.sheet, seen=view.whole(s.seen),
                          loaded=view.whole(s.loaded), rejected=view.whole(s.rejected),
                          other=view.whole(s.other)), className="note")
        for s in past.sheets
    ]  # fmt: skip
    return html.Tr(
        [
            parts.row_head(view.whole(one.version)),
            parts.cell(view.record_moment(one.received_at), "nowrap"),
            parts.cell(sender(one.sender, view)),
            parts.cell(one.file, "note"),
            parts.cell(" · ".join(state)),
            parts.cell(reason(past, view)),
            parts.cell(rows),
        ]
    )


def sender(given: str | None, view: View) -> str:
    """Whose file it was; those of the page 上报 have no name of their own."""
    return view.say("history.over_pages") if given in SHARED_SENDERS else given or "—"


def reason(past: PastVersion, view: View) -> str:
    """Why it was changed late, or that nobody has said."""
    if past.reason is not None:
        text = past.reason.text or view.say("findings.explained_there")
        return view.say("history.reason_by", text=text, unit=view.text(past.reason.by.name),
                        day=view.record_moment(past.reason.at))  # fmt: skip
    return view.say("history.reason_asked") if past.asked else ""


def changes(diff: VersionDiff, view: View) -> html.Section:
    """What changed from one accepted version to the next, cell by cell."""
    title = view.say("history.changes")
    told = {"old": view.whole(diff.old.version if diff.old else None),
            "new": view.whole(diff.new.version if diff.new else None)}  # fmt: skip
    if not diff.cells:
        return parts.section(title, html.P(view.say("diff.same", **told)))
    said = view.say("diff.changes", **told, changed=view.whole(diff.changed),
                    added=view.whole(diff.added), removed=view.whole(diff.removed))  # fmt: skip
    heads = [view.say(f"history.{name}") for name in ("change", "field", "old", "new", "place")]
    rows = [cell_row(one, view) for one in diff.cells[:MOST_CELLS]]
    pieces: list[Part] = [html.P(said), parts.table(heads, rows, title)]
    if len(diff.cells) > MOST_CELLS:
        more = view.say("history.more", shown=view.whole(MOST_CELLS),
                        total=view.whole(len(diff.cells)))  # fmt: skip
        pieces.append(html.P(more, className="note"))
    return parts.section(title, *pieces)


def cell_row(one: DiffCell, view: View) -> html.Tr:
    """One cell: what it said, what it says, where it stands."""
    blank = view.say("diff.hidden" if one.hidden else "correction.blank")
    place = one.cell or view.say("diff.row", row=view.whole(one.row))
    name: list[Part] = [view.text(one.field_label)]
    if one.key:
        name.append(html.Div(one.key, className="note"))
    where = view.say("diff.place", version=view.whole(one.version), place=f"{one.sheet} › {place}")
    return html.Tr(
        [
            parts.row_head(view.say(f"diff.{one.change}")),
            parts.cell(name),
            parts.cell(view.text(one.old_said) if one.old_said else one.old or blank),
            parts.cell(view.text(one.new_said) if one.new_said else one.new or blank),
            parts.cell(where, "note"),
        ]
    )


def steps(report: ReportPast, view: View) -> html.Section:
    """What offices did."""
    title = view.say("history.steps")
    heads = [view.say(f"history.{name}") for name in ("step", "version", "by", "at", "text")]
    rows = [step_row(one, view) for one in report.steps]
    return parts.section(title, parts.table(heads, rows, title))


def step_row(one: FlowStep, view: View) -> html.Tr:
    """One deed."""
    what = [html.Div(said, className="note") for said in about(one, view)]
    return html.Tr(
        [
            parts.row_head([view.say(f"history.deed_{one.deed}"), *what]),
            parts.cell("—" if one.version is None else view.whole(one.version)),
            parts.cell(view.text(one.by.name)),
            parts.cell(view.record_moment(one.at), "nowrap"),
            parts.cell(one.text or (view.say("findings.explained_there") if one.explained else "")),
        ]
    )


def about(one: FlowStep, view: View) -> list[Part]:
    """What a deed was about, beside the report: which lock, which questions."""
    said: list[Part] = [] if one.locked is None else [view.text(one.locked)]
    if one.excepted:
        said.append(view.say("history.left_open"))
    if one.explained:
        first, *others = one.explained
        said.append(view.lay(first.slug) if others else view.sentence(first).what)
        said.append(html.Span(places(one.explained, view)))
    if one.changes:
        said.append(view.say("history.reread_cells", count=view.whole(one.changes)))
        said += [html.Div(reread(cell, view)) for cell in one.reread[:MOST_CELLS]]
    return said


def reread(cell: RereadValue, view: View) -> str:
    """One cell that changed definitions read otherwise, or would."""
    blank = view.say("diff.hidden" if cell.hidden else "correction.blank")
    place = " › ".join(part for part in (cell.sheet, cell.cell) if part)
    return view.say("history.reread_cell", place=place, field=view.text(cell.label),
                    old=cell.old or blank, new=cell.new or blank)  # fmt: skip


def corrections(report: ReportPast, view: View) -> html.Section:
    """What a superior corrected."""
    rows = [html.Li(correction(one, view)) for one in report.corrections]
    return parts.section(view.say("history.corrections"), html.Ul(rows))


def correction(one: CorrectionRow, view: View) -> str:
    """One corrected cell, and what became of the correction."""
    note, blank = one.note, view.say("correction.blank")
    said = view.say(
        "correction.note", field=view.text(one.field_label), reported=note.reported or blank,
        unit=view.text(note.decided_by.name), day=view.record_day(note.decided_on),
        corrected=note.corrected or blank, reason=view.text(note.reason),
    )  # fmt: skip
    return f"{said} · {view.say(f'correction.state_{one.state}')}"
