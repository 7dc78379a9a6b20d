"""催报: a plain text naming who still owes which report, to copy into a message."""

from collections.abc import Iterator

from dashboards.view import View
from pipeline.queries.answers import ReportingStatus, ReportRow

OWED = ("missing", "withheld")


def reminder(answer: ReportingStatus, view: View) -> str:
    """The text; empty when nobody owes anything."""
    lines = list(unit_lines(answer.rows, view))
    if not lines:
        return ""
    opening = view.say("remind.opening", unit=view.text(answer.unit.name),
                       period=view.period(answer.period))  # fmt: skip
    left_out = answer.total_rows > len(answer.rows)
    closing = [view.say("remind.more")] if left_out else []
    return "\n".join([opening, *lines, *closing, view.say("remind.closing")])


def unit_lines(rows: tuple[ReportRow, ...], view: View) -> Iterator[str]:
    """One line a unit: its missing and its returned forms."""
    owing = [row for row in rows if row.state in OWED]
    for code in dict.fromkeys(row.unit.code for row in owing):
        own = [row for row in owing if row.unit.code == code]
        forms = [view.say(f"remind.{r.state}", form=view.text(r.form_title)) for r in own]
        due = min((r.due_on for r in own if r.due_on), default=None)
        listed = "".join(str(piece) for piece in view.join(forms, "join.items"))
        yield view.say("remind.unit", unit=view.text(own[0].unit.name), forms=listed,
                       due=view.day(due))  # fmt: skip
