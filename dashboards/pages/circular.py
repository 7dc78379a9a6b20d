"""通报: the circular of a unit on a period, to be read, edited, printed and sent on."""

from dataclasses import replace

from dash import html

from dashboards.asking import Questions, Reader
from dashboards.circulars import MOST_TOGETHER, circular_address
from dashboards.components import parts
from dashboards.components.issuing import issue_form
from dashboards.components.shell import Page
from dashboards.components.target_notes import other_plans
from dashboards.pages.overview import opening
from dashboards.view import View
from dashboards.words import Part

OWN = ("html", "docx", "xlsx", "charts", "all")
BELOW = ("one_page", "below")


def page(reader: Reader, questions: Questions, view: View) -> Page:
    """Ask and lay out."""
    here = view.selection
    answer = questions.overview(reader, here.unit, here.period, here.plan or None)
    if answer.plan is None or answer.plan.id != here.plan:
        view = replace(view, selection=here.change(plan=""))
    issued = questions.issuing_units(reader, here.unit, here.period)
    title = view.say("page.circular")
    name = view.say("circular.of", unit=view.text(answer.unit.name),
                    period=view.text(answer.period.label))  # fmt: skip
    said = opening(answer, view)
    owed = parts.link(view.say("page.see_reporting"), view.to_page("reporting"))
    head = questions.letterhead(reader, here.unit)
    pieces: list[Part] = [
        html.H1(name, tabIndex="-1"), *said, *other_plans(answer, view),
        html.P(owed, className="note"),
        issue_form(head, view),
        parts.section(view.say("circular.files"), file_table(OWN, view),
                      note=view.say("circular.note")),
    ]  # fmt: skip
    if len(issued) > 1:
        pieces.append(below(len(issued), view))
    return Page(title, answer.breadcrumb, tuple(pieces), ((title, ""),))


def below(count: int, view: View) -> html.Section:
    """The circulars of the unit and those below it, where they can be made while one waits."""
    title = view.say("circular.below")
    if count > MOST_TOGETHER:
        here = view.selection
        command = f"unionkpi report {here.period} --unit {here.unit} --all-below"
        told = view.rich("circular.too_many", count=view.whole(count), command=html.Code(command))
        return parts.section(title, html.P(told, className="note"))
    note = view.say("circular.below_note", count=view.whole(count))
    return parts.section(title, file_table(BELOW, view), note=note)


def file_table(kinds: tuple[str, ...], view: View) -> html.Table:
    """Each file, what it is good for, and the link that makes it.

    The links open by themselves: what is said where a file cannot be made is then read.
    """
    heads = [view.say(f"circular.{name}") for name in ("file", "purpose", "take")]
    return parts.table(heads, [file_row(kind, view) for kind in kinds], view.say("page.circular"))


def file_row(kind: str, view: View) -> html.Tr:
    """One file; a page can also be read at once."""
    save = html.A(view.say("circular.save"), href=circular_address(view, kind), target="_blank")
    acts: list[Part] = [save]
    if kind in ("html", "one_page"):
        address = circular_address(view, kind, opened=True)
        acts = [html.A(view.say("circular.open"), href=address, target="_blank"), " · ", save]
    return html.Tr([
        parts.row_head(view.say(f"circular.kind_{kind}")),
        parts.cell(view.say(f"circular.for_{kind}")), parts.cell(acts, "nowrap"),
    ])  # fmt: skip
