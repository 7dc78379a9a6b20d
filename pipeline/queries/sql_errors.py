"""What DuckDB says of a query that it did not run, in the reader's language.

DuckDB's messages follow no standard but begin with their kind, and quote the name they stumbled
over. What is not known here is told as “not possible”, and DuckDB's own words are kept beside it.
"""

import re
from collections.abc import Sequence

from pipeline.domain.noun import Bilingual
from pipeline.queries.nouns import near
from pipeline.queries.tables import COLUMNS, tables
from pipeline.warehouse.reader import Reader
from pipeline.wording.phrases import phrase

FILE = re.compile(r'Permission Error: .*?file "(?P<got>.*?)"')
PATH = re.compile(r"[/\\]|\.(csv|tsv|txt|parquet|json|xlsx?|db|duckdb)$", re.I)
TABLE = re.compile(r'Catalog Error: Table with name "?(?P<got>.+?)"? does not exist')
COLUMN = re.compile(
    r'Binder Error: (?:Referenced column|.*? does not have a column named) "(?P<got>.+?)"'
)
PREFIX = re.compile(r'Binder Error: Referenced table "(?P<got>.+?)" not found')
OFFERED = re.compile(r"Candidate (?:bindings|tables): (.+)")
UNIT = re.compile(r"（[^）]*）$| \([^)]*\)$")
"""Behind the words of a table or column: of which unit, or of which form."""
QUOTED = re.compile(r'"(.+?)"')
OTHERS = (
    ("syntax", re.compile(r'Parser Error: syntax error at or near "(?P<got>.*?)"')),
    ("grammar", re.compile(r"Parser Error: ")),
    ("ambiguous", re.compile(r'Binder Error: Ambiguous reference to column name "(?P<got>.+?)"')),
    ("group", re.compile(r'Binder Error: column "(?P<got>.+?)" must appear in the GROUP BY')),
    ("function", re.compile(r"Catalog Error: \w+ Function with name (?P<got>\S+) does not exist")),
    ("types", re.compile(r"Binder Error: No function matches .*?'(?P<got>.+?)'")),
    ("value", re.compile(r"Conversion Error: ")),
    ("unbound", re.compile(r"Invalid Input Error: Values were not provided .*?: (?P<got>.+)")),
    ("memory", re.compile(r"Out of Memory Error: ")),
)
WIDE = re.compile("[，。；：（）“”‘’＝＜＞＋－＊／]")
"""Signs as Chinese writes them; SQL takes them for letters of a name."""
SHOWN = 5
"""names that are offered"""


def explained(reader: Reader, said: str) -> Bilingual:
    """Where, what, and what to do, of one of DuckDB's errors."""
    if found := FILE.match(said):
        return told("file", got=found["got"])
    if found := TABLE.match(said):
        name = found["got"]
        if PATH.search(name):
            return told("file", got=name)
        last = name.rpartition(".")[2]
        return offering("table", name, called_so(reader, last, 0) or near(last, names(reader, 0)))
    if found := COLUMN.match(said):
        if WIDE.search(found["got"]):
            return told("wide", got=found["got"])
        got = found["got"]
        if elsewhere := tables_with(reader, got):
            return offering("elsewhere", got, elsewhere)
        alike = called_so(reader, got, 2) or near(got, offered(said)) or near(got, names(reader, 2))
        return offering("column", got, alike)
    if found := PREFIX.match(said):
        return offering("prefix", found["got"], offered(said))
    for kind, pattern in OTHERS:
        if found := pattern.match(said):
            values = found.groupdict()
            return told("wide" if WIDE.search(values.get("got") or "") else kind, **values)
    return told("other")


def offered(said: str) -> list[str]:
    """The names DuckDB itself offers."""
    found = OFFERED.search(said)
    return QUOTED.findall(found[1]) if found else []


def called_so(reader: Reader, got: str, place: int) -> list[str]:
    """The names of the tables (place 0) or columns (place 2) that the forms call so, in Chinese or
    in English: those whose whole words it is, else those whose words begin with it."""
    found = tables(reader)
    known = [(table.name, table.title) for table in found]
    if place == 2:
        known = [(name, told) for table in found for name, _, told in table.columns]
    wanted = got.casefold()
    words = [(name, text.casefold()) for name, told in known for text in (told.zh, told.en)]
    begun = [(name, text) for name, text in words if text.startswith(wanted)]
    whole = [name for name, text in begun if UNIT.sub("", text) == wanted]
    return list(dict.fromkeys(whole or [name for name, _ in begun]))


def tables_with(reader: Reader, column: str) -> list[str]:
    """The tables that have a column of just this name."""
    wanted = column.casefold()
    return [
        table.name
        for table in tables(reader)
        if any(name.casefold() == wanted for name, *_ in table.columns)
    ]


def names(reader: Reader, place: int) -> list[str]:
    """The names of all tables (place 0) or columns (place 2)."""
    return [str(row[place]) for row in reader.rows(COLUMNS)]


def offering(kind: str, got: str, candidates: Sequence[str]) -> Bilingual:
    """That a name is not known, with those like it, if there are any."""
    if not candidates:
        return told(kind, got=got)
    shown, key = list(candidates)[:SHOWN], f"sql.error_{kind}_near"
    return Bilingual(
        zh=phrase(key, "zh", got=got, near="、".join(shown)),
        en=phrase(key, "en", got=got, near=", ".join(shown)),
    )


def told(kind: str, **values: object) -> Bilingual:
    """One sentence in both languages."""
    key = f"sql.error_{kind}"
    return Bilingual(zh=phrase(key, "zh", **values), en=phrase(key, "en", **values))
