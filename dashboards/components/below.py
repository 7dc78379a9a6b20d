"""Units below: their statuses and how completely they report; forms and their reports."""

from collections.abc import Sequence

from dash import html

from dashboards.components import parts
from dashboards.components.pictures import form_share, share, strip
from dashboards.components.targets import WORST
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import ChildRow, FormStatus


def children_table(rows: Sequence[ChildRow], view: View) -> html.Table:
    """One row a unit below, in the order of the answer: worst first.

    Where none of them has targets, nothing is said of targets.
    """
    judged = has_targets(rows)
    of_targets = (
        view.say("page.statuses_worst_first"), parts.right(view.say("page.behind_count"))
    )  # fmt: skip
    heads = (
        view.say("select.unit"), *(of_targets if judged else ()),
        parts.right(view.say("page.reported_expected")),
        parts.right(view.say("page.open_findings")),
    )  # fmt: skip
    lines = [child_row(row, judged, view) for row in rows]
    return parts.table(heads, lines, view.say("page.children"), "rank")


def has_targets(rows: Sequence[ChildRow]) -> bool:
    """Whether any of the units has targets of its own."""
    return any(row.statuses for row in rows)


def child_row(row: ChildRow, judged: bool, view: View) -> html.Tr:
    """A unit below."""
    return html.Tr(
        [
            parts.row_head(parts.link(view.text(row.unit.name), view.to_unit(row.unit.code))),
            *(standing(row, view) if judged else ()),
            parts.figure_cell(reported(row.reported, row.expected, view)),
            parts.figure_cell(findings(row, view)),
        ]
    )


def standing(row: ChildRow, view: View) -> tuple[html.Td, html.Td]:
    """How its targets stand, and how many are behind."""
    if not row.statuses:
        none = html.Span(view.say("page.no_targets_of_own"), className="note")
        return parts.cell(none), parts.figure_cell("—")
    late = sum(count for status, count in row.statuses if status in WORST)
    return parts.cell(strip(row.statuses, view)), parts.figure_cell(view.whole(late))


def reporting_table(rows: Sequence[ChildRow], view: View) -> html.Table:
    """One row a unit below: how completely it has reported."""
    heads = (
        view.say("select.unit"), view.say("page.all_in_held_missing"),
        parts.right(view.say("page.reported_expected")),
        parts.right(view.say("page.open_findings")),
    )  # fmt: skip
    return parts.table(heads, [reporting_row(r, view) for r in rows], view.say("page.children"))


def reporting_row(row: ChildRow, view: View) -> html.Tr:
    """A unit below, leading to its own reports."""
    lacking = row.expected - row.reported - row.held
    sizes = (("complete", row.reported), ("withheld", row.held), ("lacking", lacking))
    bar: Part = share(sizes, row.expected, view) if row.expected else "—"
    return html.Tr(
        [
            parts.row_head(parts.link(view.text(row.unit.name), view.to_unit(row.unit.code))),
            parts.cell(bar, "bar-cell"),
            parts.figure_cell(reported(row.reported, row.expected, view)),
            parts.figure_cell(findings(row, view)),
        ]
    )


def reported(part: int, whole: int, view: View) -> Part:
    """Reported of expected; bold while some are missing."""
    text = view.share(part, whole)
    return html.B(text) if part < whole else text


def findings(row: ChildRow, view: View) -> Part:
    """Open findings under a unit, leading to their list."""
    if not row.open_findings:
        return "0"
    href = view.to_page("findings", unit=row.unit.code, severity="error", state="open",
                        periods="all")  # fmt: skip
    return parts.number(view.whole(row.open_findings), href)


def forms_table(rows: Sequence[FormStatus], view: View) -> html.Table:
    """One row a form: how many of its reports are in."""
    heads = (
        view.say("page.form"), view.say("page.in_withheld_missing"),
        parts.right(view.say("page.reported_expected")), parts.right(view.say("share.withheld")),
        parts.right(view.say("share.missing")), parts.right(view.say("page.due_on")),
    )  # fmt: skip
    return parts.table(heads, [form_row(r, view) for r in rows], view.say("page.forms"), "forms")


def form_row(row: FormStatus, view: View) -> html.Tr:
    """A form; its missing and withheld reports lead to their units."""
    return html.Tr(
        [
            parts.row_head(parts.link(view.text(row.title), listed(row, "", view))),
            parts.cell(form_share(row, view) if row.expected else "—"),
            parts.figure_cell(reported(row.accepted, row.expected, view)),
            parts.figure_cell(counted(row.withheld, listed(row, "withheld", view), view)),
            parts.figure_cell(counted(row.missing, listed(row, "missing", view), view)),
            parts.figure_cell(view.day(row.due_on), "nowrap"),
        ]
    )


def listed(row: FormStatus, state: str, view: View) -> str:
    """The list of the form's reports in a state."""
    return view.to_page("reporting", form=row.form, state=state)


def counted(count: int, href: str, view: View) -> Part:
    """A count that leads to what it counts."""
    return parts.number(view.whole(count), href) if count else "0"
