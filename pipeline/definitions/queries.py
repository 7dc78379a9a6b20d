"""Named queries of the library: ``queries/<id>.yml`` with a title and a text in SQL."""

from pipeline.domain.noun import Bilingual, Noun


class QueryText(Noun):
    """A query an analyst may choose by its title."""

    id: str
    title: Bilingual
    note: Bilingual | None = None
    sql: str
