"""Named queries of the library: ``queries/<id>.yml`` with a title and a text in SQL."""

from typing import Literal

from pipeline.domain.noun import Bilingual, Noun

ParameterType = Literal["unit", "period", "indicator", "number", "date", "text", "choice"]


class QueryParameter(Noun):
    """What may be asked of a query: ``$name`` in its text, bound and never pasted into it.

    A period and an indicator are given by their codes, a unit by its code or just by its name, a
    ``date`` as 2024-03-05 or 2024年3月5日, a ``choice`` by a key of ``choices``. Without a
    ``default`` nothing may be given: the text then meets null, and ``unset`` is what that means in
    words, such as the latest period.
    """

    name: str
    label: Bilingual
    type: ParameterType
    choices: dict[str, Bilingual] = {}
    default: str | None = None
    unset: Bilingual | None = None


class QueryText(Noun):
    """A query an analyst may choose by its title."""

    id: str
    title: Bilingual
    note: Bilingual | None = None
    parameters: tuple[QueryParameter, ...] = ()
    sql: str
