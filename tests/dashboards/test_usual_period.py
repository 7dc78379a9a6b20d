"""The period that is shown when none was chosen is shown as if it had been chosen."""

from typing import Any

from dashboards.router import page_for
from dashboards.selection import Selection
from tests.dashboards.fake_questions import questions


class Watching:
    """The questions, and for which period each reader was asked for."""

    def __init__(self) -> None:
        self.periods: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(questions, name)

    def reader_as(self, reader: object, *chosen: Any) -> object:
        self.periods.append(chosen[2])
        return questions.reader_as(reader, *chosen)


def test_the_usual_period_is_asked_of_the_reader_of_that_period() -> None:
    unit, usual = questions.default_selection(object())
    for chosen in (Selection(), Selection(unit=unit), Selection(unit=unit, period=usual)):
        watching = Watching()
        page_for(object(), watching, chosen)  # type: ignore[arg-type]
        assert watching.periods[-1] == usual
