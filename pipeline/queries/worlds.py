"""Asking as of a day, under today's tree, and by another calendar: the reader to put any other
question to."""

from datetime import date

from pipeline.domain.noun import Bilingual
from pipeline.domain.period import UnknownPeriod, parse_period
from pipeline.queries.nouns import NotFound, nouns
from pipeline.scenarios.coming import with_coming
from pipeline.scenarios.question import Question, Tree
from pipeline.scenarios.world import world
from pipeline.warehouse.layout import NothingPublished
from pipeline.warehouse.reader import Reader

NOTHING = Bilingual(zh="时间以前收到的报送", en="report received by")

NOT_HERE = Bilingual(
    zh="数据包里齐全的旧数：按当日的隶属关系，当时所属的单位后来离开，之前的报送不在本包",
    en="complete earlier data in this extract: by the tree of that day it needs reports, of units "
    "that have left since, that are not here; day",
)


def reader_as(
    reader: Reader, as_of: date | None = None, tree: Tree = "then", period: str = ""
) -> Reader:
    """A reader of the figures as of the end of a day, by the tree then or now.

    Where ``period`` is of a declared calendar that nothing published follows, its figures are
    computed for this reader, and stored nowhere. Where it is the one after the last reported one,
    the reader knows what is owed in it. Raises NotFound when nothing had been received
    by that day, and in an extract where the tree of that day asks for reports that are not there.
    """
    if as_of and tree == "now" and any(a <= as_of <= b for a, b in nouns(reader).outside.lacking):
        raise NotFound(NOT_HERE, str(as_of), [])
    question = Question(as_of=as_of, tree=tree, also_by=calendar_missing(reader, period))
    found = world(reader, question)
    if as_of and not found.rows("select 1 from submission limit 1"):
        raise NotFound(NOTHING, str(as_of), [])
    return with_coming(found, reader, period)


def calendar_missing(reader: Reader, period: str) -> tuple[str, ...]:
    """The declared calendar of a period, when no published window is of it."""
    if not period:
        return ()
    try:
        known = nouns(reader)
        calendar = parse_period(period, known.product.calendars).calendar
    except (UnknownPeriod, NothingPublished):
        return ()
    there = {window.calendar for window in known.windows.values()}
    return () if calendar in there else (calendar,)
