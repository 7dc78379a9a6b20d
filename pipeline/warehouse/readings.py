"""What one file gave, as texts: as it is stored, and as the definitions of now would have it."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import partial

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.event import RereadCell
from pipeline.domain.form import Field, Section
from pipeline.domain.source_row import numbered, part_of, row_of
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead, StoredRows
from pipeline.warehouse.arrival import SubmissionKey, lateness
from pipeline.warehouse.explanations import SAID_IN_FILE
from pipeline.warehouse.late_changes import SLUG as CHANGED_LATE
from pipeline.warehouse.loading import Batch, Numbers, collect
from pipeline.warehouse.table_shapes import FORMER
from pipeline.wording.catalogue import catalogue as entries

Row = dict[str, str | None]
LOCKED, REFUSED, LOST = "definition-locked", "definition-refused", "reading-lost"
NOTES = (LOCKED, REFUSED, LOST)
"""Findings that say that a report stays as it was read, or that it should have."""
OF_OTHERS = ("duplicate-file", "repeated-file")
KEYS = ("submission", "source_row", "unit", "period")
NUMERIC = ("integer", "decimal", "money")
OF_FILES = {
    "submission": "from submission where sha256 in (select unnest($contents::varchar[]))",
    "submission_section": "from submission_section semi join (select submission from submission"
    " where sha256 in (select unnest($contents::varchar[]))) using (submission)",
    "rule_not_run": "from rule_not_run semi join (select submission from submission"
    " where sha256 in (select unnest($contents::varchar[]))) using (submission)"
    " where scope = 'file'",
    "finding": "from finding where sha256 in (select unnest($contents::varchar[]))"
    " and slug not in (select unnest($others::varchar[]))",
}
SAID_IN = f"""
select file.sha256 as said_in, columns(explanation.*)::varchar
from explanation join archive_file as file on file.received_at = explanation.received_at
where file.sha256 in (select unnest($contents::varchar[])) and {SAID_IN_FILE}
"""
CORRECTED = """
select tbl, field, submission::varchar, source_row::varchar, reported from correction
where state = 'applied'
"""
NOT_COMPARED = {"submission", "finding", "version", "current", "verdict", "received_at", "sha256",
                "details"}  # fmt: skip


@dataclass
class Reading:
    """The rows of one file by table. ``facts``: the names of those that are fact tables."""

    rows: StoredRows
    facts: Collection[str]
    reports: dict[str, SubmissionKey] = field(init=False)

    def __post_init__(self) -> None:
        self.reports = {
            str(row["submission"]): (str(row["form"]), str(row["unit"]), str(row["period"]))
            for row in self.rows.get("submission", ())
        }

    def without_notes(self) -> "Reading":
        """Without what says that it stays as it was read."""
        rest = [row for row in self.rows.get("finding", ()) if row["slug"] not in NOTES]
        return Reading({**self.rows, "finding": rest}, self.facts)

    def cells(self) -> dict[tuple[SubmissionKey, str, int, str], str]:
        """Report, table, source row and field → every value that is not blank."""
        return {
            (self.reports[str(row["submission"])], table, int(row["source_row"] or 0), name): value
            for table in self.facts
            for row in self.rows.get(table, ())
            for name, value in row.items()
            if name not in KEYS and value is not None
        }

    def counted(self) -> dict[SubmissionKey, list[str]]:
        """What of each report has a part in figures beside its values: how much is filled, how
        many rows there are."""
        found: dict[SubmissionKey, list[str]] = {key: [] for key in self.reports.values()}
        for table, names in (
            ("submission", ("required_cells", "filled_cells")),
            ("submission_section", ("section", "rows_loaded", "rows_rejected")),
        ):
            for row in self.rows.get(table, ()):
                said = json.dumps([table, *(row[name] for name in names)])
                found[self.reports[str(row["submission"])]].append(said)
        return {key: sorted(said) for key, said in found.items()}

    def told(self) -> set[tuple[SubmissionKey | None, str]]:
        """Everything else that is stored of it, with the report it is about."""
        said = Counter(
            (self.about(row), json.dumps(
                [
                    table,
                    self.reports.get(str(row.get("submission"))),
                    json.loads(row.get("details") or "{}"),
                    *((n, v) for n, v in row.items() if n not in NOT_COMPARED and v is not None),
                ],
                ensure_ascii=False, sort_keys=True,
            ))
            for table, rows in self.rows.items()
            if table not in self.facts
            for row in rows
        )  # fmt: skip
        return {(key, f"{text} {times}") for (key, text), times in said.items()}

    def about(self, row: Row) -> SubmissionKey | None:
        """The report a row is about; None where it is about the file."""
        of = self.reports.get(str(row.get("submission")))
        named = (str(row.get("form")), str(row.get("unit")), str(row.get("period")))
        return of or (named if named in self.reports.values() else None)

    def place(self, key: SubmissionKey, table: str, source_row: int, name: str) -> tuple[str, str]:
        """Sheet and cell of a value; blank where the sheet has no such column."""
        for row in self.rows.get("submission_section", ()):
            mine = self.reports[str(row["submission"])] == key and row["section"] == table
            if mine and int(row["part"] or 0) == part_of(source_row):
                at = json.loads(row["cells"] or "{}").get(name)
                whole = at if at is None or row["layout"] == "card" else f"{at}{row_of(source_row)}"
                return row["sheet"] or "", whole or ""
        return "", ""


def stored_readings(
    connection: duckdb.DuckDBPyConnection, contents: Sequence[str], facts: Collection[str]
) -> dict[str, Reading]:
    """SHA-256 → what is stored of each file, with what was reported where that was corrected."""
    between = [slug for slug, entry in entries().items() if entry.area == "sets"]
    asked = {"contents": list(contents), "others": [*OF_OTHERS, *between]}
    found: dict[str, StoredRows] = {one: defaultdict(list) for one in contents}
    of: dict[str, str] = {}
    for table, sql in OF_FILES.items():
        given = asked if "$others" in sql else {"contents": asked["contents"]}
        for row in texts(connection, sql, given):
            if table == "submission":
                of[str(row["submission"])] = str(row["sha256"])
            sha256 = row["sha256"] if "sha256" in row else of[str(row["submission"])]
            found[str(sha256)][table].append(row)
    for row in fetched(connection.execute(SAID_IN, {"contents": asked["contents"]})):
        found[str(row.pop("said_in"))]["explanation"].append(row)
    corrected = {tuple(row[:4]): row[4] for row in connection.execute(CORRECTED).fetchall()}
    known = {t for (t,) in connection.execute(
        "select table_name from duckdb_tables() where database_name = current_database()"
    ).fetchall()}  # fmt: skip
    for table in facts if of else ():
        if table not in known:
            continue
        sql = f'from "{table}" where submission in (select unnest($numbers::bigint[]))'
        for row in texts(connection, sql, {"numbers": list(of)}):
            for name in [name for name in row if name.endswith(FORMER)]:
                row[name.removesuffix(FORMER)] = row.pop(name)
            at = (row["submission"], row["source_row"])
            reported = {n: corrected[table, n, *at] for n in row if (table, n, *at) in corrected}
            found[of[str(row["submission"])]][table].append(row | reported)
    return {one: Reading(dict(rows), facts) for one, rows in found.items()}


def texts(
    connection: duckdb.DuckDBPyConnection, sql: str, asked: Mapping[str, object]
) -> list[Row]:
    """Rows with every value as text."""
    return fetched(connection.execute(f"select columns(*)::varchar {sql}", asked))


def fetched(result: duckdb.DuckDBPyConnection) -> list[Row]:
    """Rows by the names of their columns."""
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def columns_of(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of the tables that ``collect`` fills, in their order."""
    asked = ("submission", "submission_section", "finding", "rule_not_run", "explanation")
    return {
        table: [row[0] for row in connection.execute(f"describe {table}").fetchall()]
        for table in asked
    }


def reading_now(
    file: FileRead, catalogue: Catalogue, columns: Mapping[str, Sequence[str]]
) -> Reading:
    """What a judged file would give by the definitions of now, had it been accepted."""
    one, batch = copy(file), Batch()
    one.findings, one.verdict = list(file.findings), Verdict.ACCEPTED
    collect(one, batch, Numbers(0, 0, {}), partial(lateness, due_on=catalogue.due_on))
    rows: StoredRows = {
        table: [dict(zip(columns[table], map(text, row), strict=True)) for row in given]
        for table, given in (
            ("submission", batch.submissions), ("submission_section", batch.sections),
            ("finding", batch.findings), ("rule_not_run", batch.not_run),
            ("explanation", batch.explanations),
        )
    }  # fmt: skip
    for table, parts in batch.facts.items():
        rows[table] = []
        for section, numbers, part in parts:
            for at, source_row in enumerate(section.source_rows):
                known = {
                    "submission": str(numbers[at]),
                    "source_row": str(numbered(source_row, part)),
                    "unit": section.units[at],
                    "period": section.periods[at],
                    "approximate": section.approximate[at],
                }
                read = {name: text(values[at]) for name, values in section.columns.items()}
                rows[table].append(known | read)
    return Reading(rows, catalogue.tables().keys())


def text(value: object) -> str | None:
    """A value as DuckDB writes it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True)
class Compared:
    """How two readings of one file differ. ``cells``: by report; ``figures``: the reports whose
    figures would be others; ``told``: those of which anything else is told, None for the file."""

    cells: dict[SubmissionKey, list[RereadCell]]
    figures: set[SubmissionKey]
    told: set[SubmissionKey | None]

    @property
    def reached(self) -> set[SubmissionKey]:
        """The reports that are read otherwise."""
        return self.figures | {key for key in self.told if key is not None}

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return not (self.figures or self.told)


def compare(before: Reading, after: Reading, catalogue: Catalogue) -> Compared:
    """How a file is read otherwise. Rows are those of the file, which has not changed."""
    old, new = before.cells(), after.cells()
    sections = {table: (name, form.sections[name]) for table, (form, name)
                in catalogue.tables().items()}  # fmt: skip
    cells: dict[SubmissionKey, list[RereadCell]] = {}
    for at in sorted(old.keys() | new.keys()):
        key, table, source_row, name = at
        part, section = sections[table]
        if not equal(old.get(at), new.get(at), section.fields.get(name)):
            place = (after if at in new else before).place(key, table, source_row, name)
            shown = is_shown(section, name)
            cells.setdefault(key, []).append(
                RereadCell(section=part, sheet=place[0], cell=place[1], field=name,
                           old=old.get(at) if shown else None,
                           new=new.get(at) if shown else None)
            )  # fmt: skip
    counts = before.counted(), after.counted()
    reports = counts[0].keys() | counts[1].keys()
    figures = {key for key in reports if counts[0].get(key) != counts[1].get(key)}
    told = {key for key, _ in told_of(before) ^ told_of(after)}
    return Compared(cells, {*figures, *cells}, told)


def told_of(reading: Reading) -> set[tuple[SubmissionKey | None, str]]:
    """What is told of a file and its reports, but for what follows from other files."""
    rest = [row for row in reading.rows.get("finding", ()) if row["slug"] != CHANGED_LATE]
    return Reading({**reading.rows, "finding": rest}, reading.facts).told()


def is_shown(section: Section, name: str) -> bool:
    """Whether a value may be shown to anybody: not of a field about persons, nor of one that is
    gone from its form, of which nobody knows any more."""
    known = section.fields.get(name)
    return name == "approximate" or (known is not None and not section.hides(known))


def equal(old: str | None, new: str | None, asked: Field | None) -> bool:
    """Whether two texts are the same value of a field."""
    if old == new or old is None or new is None:
        return old == new
    if asked is None or asked.type not in NUMERIC:
        return False
    try:
        return Decimal(old) == Decimal(new)
    except InvalidOperation:
        return False
