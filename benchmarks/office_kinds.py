"""Every kind of Office file that the product hands out, each written at least once.

A small county is generated, handed in with mistakes of every kind, and answered; then everything
that an office, a reporting union or an analyst can download is written, in both languages.
"""

import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.fixloop import CONFIG, planted
from benchmarks.formats import WRITERS, as_xlsm
from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.cell_address import address
from pipeline.domain.finding import Finding, Place
from pipeline.domain.noun import Language
from pipeline.domain.period import Period, parse_period, period_containing
from pipeline.intake.guards import UnreadableFileError
from pipeline.intake.workbook import Sheet, read_workbook
from pipeline.queries import questions
from pipeline.queries.reminders import counted_to
from pipeline.reports import outbox, owing
from pipeline.reports.answer.guarded_marker import GuardedMarker
from pipeline.reports.county_list import county_list
from pipeline.reports.quarterly import write_report
from pipeline.reports.query_book import query_book
from pipeline.reports.summary_workbook import summary_workbook
from pipeline.reports.words import Words
from pipeline.sample.county import generate
from pipeline.sample.documents import write_documents
from pipeline.warehouse.reader import Reader

UNITS, PERIODS, SEED, MISTAKES = 12, 2, 5, 0.3
EVERYTHING, CIRCULARS, EACH_FORMAT = 1_000_000, 3, 8
FOREIGN = Path(__file__).parents[1] / "tests" / "foreign" / "config"
FOREIGN_UNIT, FOREIGN_PERIOD = "COOP", "2024M01"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
OFFICE_ENDINGS = (".xlsx", ".xlsm", ".docx")
INVENTED = 3
"""Marks on each sheet of a file that others wrote."""
KINDS = """
select '=1+1' as 公式, 12345 as 人数, 66.25::double as 率, 12.50::decimal(18,2) as 元,
       date '2024-09-30' as 截止, timestamp '2024-10-08 09:30:00' as 收到,
       date '1899-01-01' as 早, true as 是, null::integer as 空, 'nan'::double as 非数,
       repeat('长', 40000) as 长文, chr(7) || chr(11) || '_x000D_' as 怪字
"""


@dataclass(frozen=True)
class Written:
    """One file; ``original`` is the file it is an answer to, if other programs wrote that."""

    kind: str
    path: Path
    original: Path | None = None


@dataclass(frozen=True)
class Office:
    """A county that has reported, and what it reported with."""

    folder: Path
    config: list[Path]
    catalogue: Catalogue
    reader: Reader
    unit: str
    period: Period

    @property
    def next_period(self) -> Period:
        """The one that blank workbooks are for."""
        calendar = self.catalogue.calendars[self.period.calendar]
        behind = self.period.end + timedelta(days=1)
        return period_containing(behind, self.period.kind, self.period.calendar, calendar)


def open_office(folder: Path) -> Office:
    """Generate a county and the documents' workbooks, and take them in."""
    product = run.load([CONFIG])
    county, data = folder / "county", folder / "data"
    generate(county, product, units=UNITS, periods=PERIODS, seed=SEED, mistakes=MISTAKES)
    write_documents(folder / "documents", product)
    config = [CONFIG, county / "config"]
    inbox = [folder / "documents", county / "inbox"]
    run.ingest(inbox, config, data, by_file_time=True, answers=folder / "answers")
    catalogue, reader = run.load(config), Reader(data)
    unit, period = questions.default_selection(reader)
    at = parse_period(period, catalogue.calendars)
    return Office(folder, config, catalogue, reader, unit, at)


def write_all(folder: Path, scratch: Path, others: Path | None = None) -> Iterator[Written]:
    """Write everything into ``folder``; ``others``: a folder of workbooks that others wrote."""
    office = open_office(scratch / "office")
    yield from blank(office, folder / "blank")
    yield from foreign_blank(folder / "foreign")
    yield from sent(office, folder / "sent")
    yield from answers(office, folder / "answers", scratch)
    yield from lists(office, folder / "lists")
    yield from asked(office, folder / "queries")
    yield from circulars(office, folder / "circulars")
    if others is not None:
        yield from returned_to_others(others, folder / "others")


def blank(office: Office, out: Path) -> Iterator[Written]:
    """Each form alone, a unit's whole set, and the sets of all units below as a .zip."""
    catalogue, period = office.catalogue, office.next_period
    senders = outbox.units_below(catalogue, office.unit, period)
    for language in LANGUAGES:
        for form in catalogue.forms:
            path = out / f"{form}_{language}.xlsx"
            outbox.write_template(path, catalogue, senders[0], period, [form], language)
            yield Written("blank form", path)
        path = out / f"set_{language}.xlsx"
        forms = owing.forms_of(catalogue, senders[0])
        outbox.write_template(path, catalogue, senders[0], period, forms, language, office.reader)
        yield Written("blank set of a unit", path)
    bundle = out / "below.zip"
    inside = list(
        outbox.write_templates(bundle, catalogue, senders, period, (), "zh", office.reader)
    )
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(out / "below")
    bundle.unlink()
    for path in inside:
        yield Written("blank sets below, from the .zip", out / "below" / path)


def foreign_blank(out: Path) -> Iterator[Written]:
    """Blank sets of a configuration of quite another trade."""
    catalogue = run.load([FOREIGN])
    period = parse_period(FOREIGN_PERIOD, catalogue.calendars)
    for language in LANGUAGES:
        for unit in outbox.units_below(catalogue, FOREIGN_UNIT, period):
            path = out / f"{unit.code}_{language}.xlsx"
            forms = owing.forms_of(catalogue, unit)
            outbox.write_template(path, catalogue, unit, period, forms, language)
            yield Written("blank set of another configuration", path)


def sent(office: Office, out: Path) -> Iterator[Written]:
    """The generated county's reports, and the workbooks of the documents' figures."""
    for kind, folder in (("report of the sample county", office.folder / "county" / "inbox"),
                         ("figures of the documents", office.folder / "documents")):  # fmt: skip
        for path in office_files(folder):
            yield Written(kind, copied(path, out / path.name))


def answers(office: Office, out: Path, scratch: Path) -> Iterator[Written]:
    """What comes back: of the county, of every kind of mistake, in every format, in English,
    and of what came back before."""
    for path in office_files(office.folder / "answers"):
        yield Written("returned to the sample county", copied(path, out / "county" / path.name))
    folder = scratch / "faults"
    cases = list(planted(office.folder / "county", office.catalogue, folder, 1))
    faulty = [folder / "sent" / case.name for case in cases]
    for language in LANGUAGES:
        back = out / f"faults_{language}"
        run.judge_only(faulty, office.catalogue, back, language, page=False)
        for path in office_files(back):
            original = answered(path, folder / "sent")
            yield Written(f"returned for a fault, {language}", path, original)
    again = out / "again"
    run.judge_only(office_files(out / "faults_zh"), office.catalogue, again, "en", page=False)
    for path in office_files(again):
        yield Written("returned a second time", path, answered(path, out / "faults_zh"))
    for kind, paths in in_every_format(faulty, scratch / "formats").items():
        back = out / kind
        run.judge_only(paths[:: len(paths) // EACH_FORMAT], office.catalogue, back, page=False)
        for path in office_files(back):
            original = answered(path, scratch / "formats" / kind)
            yield Written(f"returned as sent in {kind}", path, original)


def answered(answer: Path, folder: Path) -> Path | None:
    """The file in a folder that was answered, if it is of the same format; the programs that
    planted faults, or wrote the format, have errors of their own."""
    path = folder / f"{answer.stem.rpartition('_')[0]}{answer.suffix}"
    return path if path.exists() else None


def in_every_format(workbooks: Sequence[Path], out: Path) -> dict[str, list[Path]]:
    """The same workbooks in all formats that are taken in, as far as one can carry them."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in workbooks:
        content = path.read_bytes()
        sheets = read_workbook(content, ".xlsx").sheets
        made = {".xlsm": as_xlsm(content)} | {
            ending: write(one_sheet(sheets) if ending.endswith(".csv") else sheets)
            for ending, write in WRITERS.items()
        }
        for ending, bytes_ in made.items():
            if bytes_ is not None:
                kind = ending.strip()
                suffix = kind[kind.index(".") :]
                found[kind].append(written(out / kind / f"{path.stem}{suffix}", bytes_))
    return found


def one_sheet(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The first sheet that is shown; a text has no more."""
    return [sheet for sheet in sheets if not sheet.hidden][:1]


def lists(office: Office, out: Path) -> Iterator[Written]:
    """Who owes what, with reminders; and the forms of all units added up."""
    reader, period = office.reader, office.period.code
    snapshot = questions.snapshot(reader)
    for language in LANGUAGES:
        words = Words(language)
        for unit in (office.unit, office.unit + "01"):
            found = questions.reporting_status(reader, unit, period, None, None, EVERYTHING)
            waiting = questions.open_files(reader, unit)
            content = county_list(found, waiting, snapshot, words, counted_to(snapshot))
            yield Written("list of owed reports", written(out / f"{unit}_owed_{language}.xlsx",
                                                          content))  # fmt: skip
            summed = questions.summaries(reader, unit, period, None)
            content = summary_workbook(summed, snapshot, words)
            yield Written("forms added up", written(out / f"{unit}_sum_{language}.xlsx", content))


def asked(office: Office, out: Path) -> Iterator[Written]:
    """Every named query of the library, and one with every kind of value."""
    reader = office.reader
    library, tables = questions.library(reader), questions.tables(reader)
    snapshot = questions.snapshot(reader)
    for language in LANGUAGES:
        for number, sql in enumerate([*(query.sql for query in library), KINDS]):
            named = next((query for query in library if query.sql == sql), None)
            given = questions.parameters(reader, named, {}) if named else ()
            result = questions.run_sql(reader, sql, EVERYTHING, parameters=given)
            assert result.error is None, result.error
            content = query_book(result, sql, library, tables, snapshot, Words(language), given)
            yield Written("rows of a query", written(out / f"{number}_{language}.xlsx", content))


def circulars(office: Office, out: Path) -> Iterator[Written]:
    """The report of every unit that issues one, and of a union: for Word, and as a workbook."""
    reader, period = office.reader, office.period.code
    issuing = [unit.code for unit in questions.issuing_units(reader, office.unit, period)]
    union = outbox.units_below(office.catalogue, office.unit, office.period)[0].code
    for language in LANGUAGES:
        for unit in dict.fromkeys([*issuing[:CIRCULARS], union]):
            made = write_report(reader, unit, period, out, language)
            yield Written("circular for Word", made.word)
            yield Written("workbook of the report", made.workbook)


def returned_to_others(folder: Path, out: Path) -> Iterator[Written]:
    """Workbooks of others with marks at some of their cells; what cannot be read is left out."""
    with GuardedMarker() as marker:
        for number, path in enumerate(p for p in sorted(folder.rglob("*")) if p.is_file()):
            found = marker.returned(path, list(marks(path)), "zh")
            if found is not None:
                ending, content = found
                answer = written(out / f"{number}_{path.stem}{ending}", content)
                yield Written(f"returned to others, {path.suffix.lower()}", answer, path)


def marks(path: Path) -> Iterator[Finding]:
    """Findings at the first sheets' cells, and one that has no place."""
    details = {"label_zh": "会员总数", "label_en": "Members", "limit": "0"}
    try:
        sheets = read_workbook(path.read_bytes(), path.suffix).sheets
    except (UnreadableFileError, UnicodeDecodeError):
        sheets = []
    for sheet in sheets:
        filled = [(r, c) for r, row in enumerate(sheet.rows) for c, v in enumerate(row)
                  if v not in ("", None)]  # fmt: skip
        for row, column in filled[:: max(1, len(filled) // INVENTED)]:
            place = Place(path.name, sheet.name, address(row, column))
            yield Finding("below-minimum", "error", place, "1", details)
    yield Finding("unknown-sheet", "warning", Place(path.name))


def office_files(folder: Path) -> list[Path]:
    """Every Office file in a folder and below."""
    return sorted(p for p in folder.rglob("*") if p.suffix in OFFICE_ENDINGS)


def written(path: Path, content: bytes) -> Path:
    """Write a file, with the folder it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def copied(path: Path, to: Path) -> Path:
    """Copy a file."""
    return written(to, path.read_bytes())
