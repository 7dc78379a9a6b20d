"""What stands above and below a chart that is handed on alone: title, note, publication."""

from dataclasses import dataclass

from pipeline.reports.charts.sheet import Sheet, fitted
from pipeline.reports.marks import INK_3, LINE_2, LOSS
from pipeline.reports.pack import Pack
from pipeline.reports.words import Words

WIDTH = 7.3
"""The text width of an A4 page in inches."""
TOP, BOTTOM = 0.56, 0.26


@dataclass(frozen=True)
class Place:
    """Whether a chart stands alone, in a file of its own, or under a heading of the report."""

    alone: bool = True

    @property
    def margin(self) -> float:
        """White space all round."""
        return 0.16 if self.alone else 0.02

    @property
    def top(self) -> float:
        """Room for title and note."""
        return TOP if self.alone else 0.04

    @property
    def bottom(self) -> float:
        """Room for the publication."""
        return BOTTOM if self.alone else 0.02


def begin(height: float, place: Place, pack: Pack, words: Words, title: str, note: str) -> Sheet:
    """A sheet with room for ``height`` inches of chart, headed if it stands alone."""
    sheet = Sheet(WIDTH, place.top + height + place.bottom, place.margin)
    if place.alone:
        answer = pack.overview
        named = words.say(
            "report.chart_title", unit=words.text(answer.unit.name),
            period=words.period(answer.period), title=title,
        )  # fmt: skip
        sheet.text(0, 0.12, *fitted(named, 11, WIDTH, 8.5), bold=True)
        sheet.text(0, 0.36, *fitted(note, 8, WIDTH, 6.5), INK_3)
        finish(sheet, pack, words)
    return sheet


def finish(sheet: Sheet, pack: Pack, words: Words) -> None:
    """The foot: which publication, and that figures are generated where they are."""
    y = sheet.height - 0.1
    sheet.rule(y - 0.11, LINE_2)
    sheet.text(0, y, publication(pack, words), 7.5, INK_3)
    if pack.generated:
        sheet.text(WIDTH, y, words.say("page.generated"), 7.5, LOSS, "right")


def publication(pack: Pack, words: Words, key: str = "page.publication") -> str:
    """Number and time of the snapshot, and what it was asked as if not as published."""
    shown = pack.snapshot
    said = [
        words.say(
            key, number=words.whole(shown.number),
            moment=words.moment(shown.published_at),
        )
    ]  # fmt: skip
    if shown.as_of:
        said.append(words.say("world.as_of", day=shown.as_of))
    if shown.tree == "now":
        said.append(words.say("world.tree_now"))
    return " ".join(said)
