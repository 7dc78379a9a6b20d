"""By which definitions everything on record was read, and which files others would read otherwise.

Table ``read_by`` has a digest of each form, of each unit of the roster, and of the settings that
have a part in reading. What has the same digest reads the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

import duckdb
from pydantic.main import IncEx

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Form
from pipeline.domain.org_unit import OrgUnit
from pipeline.intake.labels import plain
from pipeline.warehouse.connection import append, transaction

Row = tuple[str, str, str, str]
"""kind, id, digest, words: what other files may be told by"""
ALL, FORM, WORDS, DUE, UNIT, SETTINGS = "all", "form", "words", "due", "unit", "settings"
DEFINITIONS: IncEx = {"__all__": {"fields": {"__all__": {"definition"}}}}
FOR_PEOPLE: Mapping[str, IncEx | bool] = {
    "purpose": True, "issuer": True, "due_days": True, "sections": DEFINITIONS,
}  # fmt: skip
"""What of a form no file is read or judged by; when it is due has a digest of its own."""
OF_SECTIONS: Mapping[str, IncEx | bool] = {
    "title": True, "aliases": True, "layout": True, "groups": True,
    "fields": {"__all__": {"label", "aliases", "group", "head"}},
}  # fmt: skip
FOR_RECOGNITION: Mapping[str, IncEx | bool] = {
    "number": True, "title": True, "aliases": True, "sections": {"__all__": OF_SECTIONS},
}  # fmt: skip
"""What of a form says which sheets and headings are its own; it may win a sheet from another."""
LONGEST_LIST = 500
"""With more changed units than this, everything is read again."""
OF_FORMS = """
select sha256 from archive_file where verdict = 'accepted' and sha256 in (
    select sha256 from submission where form in (select unnest($forms::varchar[]))
    union select sha256 from finding where form in (select unnest($forms::varchar[])))
"""
OF_UNITS = """
select sha256 from archive_file where verdict = 'accepted' and sha256 in (
    select sha256 from submission where unit in (select unnest($units::varchar[]))
    union select sha256 from finding
    where exists (from unnest($units::varchar[]) as one(code) where contains(details, code)))
"""
SAID = """
select sha256, name as said from archive_file where verdict = 'accepted'
union select sha256, got from finding join archive_file using (sha256)
where verdict = 'accepted' and got is not null
"""


class Changes:
    """What of the definitions is not as it was when everything on record was read."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
        self.connection = connection
        self.before = {row[:2]: row for row in stored(connection)}
        self.now = self.before
        if self.before.get((ALL, ""), ("",) * 4)[2] != whole_digest(catalogue):
            self.now = {row[:2]: row for row in digests(catalogue)}
        differing = {
            key
            for key in self.now.keys() | self.before.keys()
            if self.now.get(key, ())[2:] != self.before.get(key, ())[2:]
        }
        self.by_kind: dict[str, set[str]] = {}
        for kind, name in differing:
            self.by_kind.setdefault(kind, set()).add(name)

    def contents(self) -> set[str]:
        """SHA-256 of the accepted files that may be read otherwise now."""
        units = self.by_kind.get(UNIT, set())
        if not self.before or {SETTINGS, WORDS} & self.by_kind.keys() or len(units) > LONGEST_LIST:
            return first_of(self.connection.execute(
                "select sha256 from archive_file where verdict = 'accepted'"
            ).fetchall())  # fmt: skip
        found: set[str] = set()
        if forms := sorted(self.by_kind.get(FORM, ())):
            found |= first_of(self.connection.execute(OF_FORMS, {"forms": forms}).fetchall())
        if units:
            named = {"units": sorted(units | self.namesakes(units))}
            found |= first_of(self.connection.execute(OF_UNITS, named).fetchall())
            found |= self.saying(units)
        return found | self.late()

    def late(self) -> set[str]:
        """Files with reports of forms that are due on another day: who is late depends on it."""
        forms = sorted(self.by_kind.get(DUE, ())) if self.before else []  # else nothing is known
        if not forms:
            return set()
        return first_of(self.connection.execute(OF_FORMS, {"forms": forms}).fetchall())

    def names(self, units: Iterable[str]) -> set[str]:
        """The names that units had or have, as names are compared."""
        rows = [side.get((UNIT, code)) for code in units for side in (self.before, self.now)]
        return {name for row in rows if row for name in row[3].split("\n")}

    def namesakes(self, units: Iterable[str]) -> set[str]:
        """Units that share a name with one of these: which of them is meant may have changed."""
        names = self.names(units)
        return {
            key[1]
            for side in (self.before, self.now)
            for key, row in side.items()
            if key[0] == UNIT and not names.isdisjoint(row[3].split("\n"))
        }

    def saying(self, units: set[str]) -> set[str]:
        """Files whose own name, or a text they were told of, holds a name or code of a unit."""
        words = {*self.names(units), *map(plain, units)} - {""}
        return {
            sha256
            for sha256, said in self.connection.execute(SAID).fetchall()
            if any(word in plain(said) for word in words)
        }


def digests(catalogue: Catalogue) -> Iterator[Row]:
    """One row for everything that has a part in reading and judging files."""
    yield ALL, "", whole_digest(catalogue), ""
    product = catalogue.product.model_dump_json(
        include={"units", "currency", "calendars", "form_sets"}
    )
    yield SETTINGS, "", digest_of(product), ""
    for name, form in catalogue.forms.items():
        yield FORM, name, digest_of(read_with(form)), ""
        yield WORDS, name, digest_of(form.model_dump_json(include=FOR_RECOGNITION)), ""
        yield DUE, name, str(form.due_days), ""
    for code, versions in by_code(catalogue.org_units).items():
        texts = [repr(one) for one in versions]
        names = {plain(n) for u in versions for n in (u.name.zh, u.name.en, *u.aliases) if n}
        yield UNIT, code, digest_of("\n".join(texts)), "\n".join(sorted(names))


def whole_digest(catalogue: Catalogue) -> str:
    """A digest of all that is not about how others write."""
    return catalogue.digest_of_figures or catalogue.digest


def read_with(form: Form) -> str:
    """What of a form has a part in reading or judging a file."""
    return form.model_dump_json(exclude=FOR_PEOPLE)


def by_code(units: Iterable[OrgUnit]) -> dict[str, list[OrgUnit]]:
    """The versions of each unit in the order of the roster."""
    found: dict[str, list[OrgUnit]] = {}
    for unit in units:
        found.setdefault(unit.code, []).append(unit)
    return found


def digest_of(text: str) -> str:
    """A short digest of a text."""
    return sha256(text.encode()).hexdigest()[:16]


def stored(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """The digests that everything on record was read by; none in a warehouse of before."""
    known = connection.execute("select 1 from duckdb_tables() where table_name = 'read_by'"
                               " and database_name = current_database()").fetchall()  # fmt: skip
    return connection.execute("from read_by").fetchall() if known else []


def note_read(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Note that everything on record is read, or stays as it was read, under these definitions."""
    if (ALL, "", whole_digest(catalogue), "") in stored(connection):
        return
    rows = sorted(digests(catalogue))
    if rows != sorted(stored(connection)):
        with transaction(connection):
            connection.execute("delete from read_by")
            append(connection, "read_by", rows)


def first_of(rows: Iterable[tuple[str, ...]]) -> set[str]:
    """The first column of rows."""
    return {row[0] for row in rows}
