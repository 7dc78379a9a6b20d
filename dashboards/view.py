"""View: what every component is given beside its answer: the words, and where links lead."""

from dataclasses import dataclass

from dashboards.selection import Selection
from dashboards.words import Words


@dataclass(frozen=True)
class View(Words):
    """A reader's language and what they chose."""

    selection: Selection

    @staticmethod
    def of(selection: Selection) -> "View":
        """The view of a selection."""
        return View(selection.language, selection)

    def to_trace(self, indicator: str, unit: str = "", period: str = "", **more: str) -> str:
        """The address of a number's trace."""
        chosen = self.somewhere(unit, period) | {"indicator": indicator}
        return self.selection.go("trace", **chosen, **more).href()

    def to_indicator(self, indicator: str, unit: str = "", **more: str) -> str:
        """The address of an indicator's page."""
        chosen = self.somewhere(unit) | {"indicator": indicator}
        return self.selection.go("indicator", **chosen, **more).href()

    def to_unit(self, unit: str) -> str:
        """The same page for another unit; what was chosen among the units of this one is left."""
        own = {"plan": "", "reporter": "", "cell": "", "figure": ""}
        return self.selection.change(unit=unit, **own).href()

    def to_page(self, page: str, **chosen: str) -> str:
        """Another page for the same unit and period."""
        return self.selection.go(page, **chosen).href()

    def somewhere(self, unit: str = "", period: str = "") -> dict[str, str]:
        """The unit and period of a link: those given, else those shown."""
        here = self.selection
        return {"unit": unit or here.unit, "period": period or here.period}
