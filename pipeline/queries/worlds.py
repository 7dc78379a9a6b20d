"""Asking as of a day, and under today's tree: the reader to put any other question to."""

from datetime import date

from pipeline.domain.noun import Bilingual
from pipeline.queries.nouns import NotFound
from pipeline.scenarios.question import Question, Tree
from pipeline.scenarios.world import world
from pipeline.warehouse.reader import Reader

NOTHING = Bilingual(zh="时间以前收到的报送", en="report received by")


def reader_as(reader: Reader, as_of: date | None = None, tree: Tree = "then") -> Reader:
    """A reader of the figures as of the end of a day (UTC), by the tree then or now.

    Raises NotFound when nothing had been received by that day.
    """
    found = world(reader, Question(as_of=as_of, tree=tree))
    if as_of and not found.rows("select 1 from submission limit 1"):
        raise NotFound(NOTHING, str(as_of), [])
    return found
