"""Is every fault found at its own cell, in every format, and nothing beside it? ``make mutation``

Right reports of a generated county get exactly one fault each: every kind of finding that a
field, a rule or a sheet offers a place for, in every format that can carry it. Recall is the
share of files whose own cell is named with the right finding. A finding beside it is counted
unless it follows from the fault: it names the fault's cell, or its sheet or file where the whole
sheet is at fault. The same reports without a fault must give no finding at all.
"""

import argparse
import io
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path

from openpyxl import load_workbook

from benchmarks.faults import Fault, faults
from benchmarks.fixloop import BY_SLUG, NIL, Rows, right_reports
from benchmarks.formats import WRITERS, as_xlsm
from benchmarks.sheet_faults import SHEET_FAULTS
from pipeline import run
from pipeline.checks.judging import judge
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.cell_address import column_letters
from pipeline.domain.finding import Finding
from pipeline.domain.form import Form
from pipeline.domain.noun import Language
from pipeline.domain.period import Period
from pipeline.domain.submission import FileRead
from pipeline.intake.reading import read_files
from pipeline.intake.workbook import read_workbook
from pipeline.sample.county import generate
from pipeline.sample.dice import Dice
from pipeline.templates.content import Addresses, SheetContent
from pipeline.templates.workbook import write_workbook

CONFIG = Path(__file__).parents[1] / "config"
FILES, UNITS, SEED = 5000, 24, 11
XLSX, XLSM, BIG5 = ".xlsx", ".xlsm", " Big5.csv"
FORMATS = (XLSX, XLSM, *WRITERS)
OF_THE_FORMAT = {" GB18030.csv": {"text-encoding-guessed"}, BIG5: {"text-encoding-guessed"}}
"""What is said of every file of a format, right or wrong."""
ONLY_IN_XLSX = {"hidden-rows"}
"""Kinds of faults that the other writers do not carry."""
FROM_HIDDEN_SHEET = {"unit-differs", "period-differs", "old-template", "unknown-template-version",
                     "unknown-sheet", "section-empty", "unit-not-stated", "wrong-period-kind",
                     "period-not-stated", "unknown-org-unit", "unknown-period",
                     "unit-line-unknown", "period-line-unknown"}  # fmt: skip
"""Kinds that need the template's hidden sheet, or a second sheet; a text file has neither."""
OF_THE_FILE = {"unit-not-stated", "period-not-stated", "wrong-period-kind", "unknown-org-unit",
               "unknown-period"}  # fmt: skip
"""What the hidden sheet says, it says for all sheets; it is told once, or of each."""
TOLD_OTHERWISE = {("header-not-found", True): "no-form-recognised"}
"""Kind, and whether the file is a text → what is found: without heads nothing names the form."""
MOST_FILES_BESIDE = 0.01
Report = tuple[str, Period, Rows]
Row = dict[str, object]


@dataclass(frozen=True)
class Case:
    """One file; without ``slug`` it is a right one."""

    name: str
    slug: str | None = None
    sheet: str | None = None
    cell: str | None = None


@dataclass
class Result:
    """What came of all files."""

    cases: list[Case]
    missed: list[str] = field(default_factory=list)
    beside: dict[str, list[str]] = field(default_factory=dict)
    alarms: list[str] = field(default_factory=list)

    @property
    def faulty(self) -> list[Case]:
        """The files with a fault."""
        return [case for case in self.cases if case.slug]

    @property
    def good(self) -> bool:
        """Whether all is as it must be."""
        few = len(self.beside) <= MOST_FILES_BESIDE * len(self.faulty)
        return bool(self.faulty) and not self.missed and not self.alarms and few

    def line(self) -> str:
        """The figures in one line."""
        number, right = len(self.faulty), len(self.cases) - len(self.faulty)
        found = number - len(self.missed)
        formats = len({ending(case.name) for case in self.faulty})
        kinds = len({case.slug for case in self.faulty})
        return (
            f"mutation: recall {found} of {number} ({found / max(number, 1):.4f}) over {kinds} "
            f"kinds of faults in {formats} formats; {len(self.beside)} files "
            f"({100 * len(self.beside) / max(number, 1):.2f} %) with a finding beside the fault; "
            f"{len(self.alarms)} of {right} right files with a finding: "
            f"{'passed' if self.good else 'FAILED'}"
        )


def ending(name: str) -> str:
    """The format of a file, by the end of its name."""
    return next(f for f in reversed(FORMATS) if name.endswith(f))


class Maker:
    """Writes files of one county."""

    def __init__(self, catalogue: Catalogue, folder: Path) -> None:
        self.catalogue, self.folder = catalogue, folder
        self.sent = folder / "sent"
        self.written: set[bytes] = set()
        self.sent.mkdir(parents=True, exist_ok=True)

    def workbook(
        self,
        report: Report,
        form: str,
        rows: dict[str, list[dict[str, object]]],
        language: Language,
    ) -> tuple[bytes, Addresses]:
        """A workbook of one form, and where its values stand."""
        unit, quarter, _ = report
        shapes = self.catalogue.forms[form].sections
        sheets = [
            SheetContent(form, s, rows.get(s) or [{next(iter(shape.fields)): NIL}],
                         notes=("備註：本期數據已與臺賬核對無誤。",) if language == "en" else ())
            for s, shape in shapes.items()
        ]  # fmt: skip
        path = self.folder / "one.xlsx"
        org_unit = self.catalogue.units_at(quarter.end)[unit]
        addresses = write_workbook(
            path, self.catalogue, sheets, org_unit, quarter, language, plain=True
        )
        return path.read_bytes(), addresses

    def save(self, xlsx: bytes, name: str) -> bool:
        """Write a file in the format its name ends with; False where that cannot carry it, or the
        very same file was written before. A name says nothing about unit and period."""
        kind = ending(name)
        content: bytes | None
        if kind == XLSX:
            content = xlsx
        elif kind == XLSM:
            content = as_xlsm(xlsx)
        else:
            content = WRITERS[kind](read_workbook(xlsx, XLSX).sheets)
        if content is None or (mark := sha256(content).digest()) in self.written:
            return False
        self.written.add(mark)
        (self.sent / name).write_bytes(content)
        return True

    def right(self, report: Report, form: str, kind: str, name: str) -> Case | None:
        """A file without a fault."""
        xlsx, _ = self.workbook(report, form, report[2][form], language_of(kind))
        return Case(name) if self.save(xlsx, name) else None

    def faulty(self, report: Report, form: str, fault: Fault, kind: str, name: str) -> Case | None:
        """A file with one fault; None where the format cannot carry it."""
        language, shape = language_of(kind), self.catalogue.forms[form]
        if fault.change:
            return self.sheet_fault(report, shape, fault, kind, name)
        spoilt = {s: [dict(row) for row in own] for s, own in report[2][form].items()}
        spoilt[fault.section][fault.row].update(fault.written)
        xlsx, addresses = self.workbook(report, form, spoilt, language)
        if not self.save(xlsx, name):
            return None
        table = shape.table(fault.section)
        title = shape.sections[fault.section].title.in_language(language)
        cell = addresses[table, fault.row, fault.at or ""]
        return Case(name, fault.slug, "1" if kind.endswith(".csv") else title, cell)

    def sheet_fault(
        self, report: Report, shape: Form, fault: Fault, kind: str, name: str
    ) -> Case | None:
        """A file whose whole sheet is at fault."""
        text = kind.endswith(".csv")
        if (kind != XLSX and fault.slug in ONLY_IN_XLSX) or kind == BIG5:
            return None
        if text and fault.slug in FROM_HIDDEN_SHEET:
            return None
        xlsx, _ = self.workbook(report, shape.id, report[2][shape.id], "zh")
        book, title = load_workbook(io.BytesIO(xlsx)), shape.sections[fault.section].title.zh
        known = BY_SLUG[fault.slug]
        if not known.plant(book, title, shape):
            return None
        out = io.BytesIO()
        book.save(out)
        if not self.save(out.getvalue(), name):
            return None
        slug = TOLD_OTHERWISE.get((fault.slug, text), fault.slug)
        everywhere = known.elsewhere or slug != fault.slug or slug in OF_THE_FILE
        return Case(name, slug, None if everywhere else "1" if text else title)


def language_of(kind: str) -> Language:
    """Simplified characters cannot be written in Big5; its labels are the English ones."""
    return "en" if kind == BIG5 else "zh"


def offered(catalogue: Catalogue, reports: list[Report]) -> Iterator[tuple[Report, str, Fault]]:
    """Every fault every report offers a place for, in a fixed order."""
    for report in reports:
        _, quarter, rows = report
        for form, own in rows.items():
            shape = catalogue.forms[form]
            for fault in faults(shape, own, quarter):
                yield report, form, fault
            for known in SHEET_FAULTS:
                for section, of in shape.sections.items():
                    if known.layout in (None, of.layout):
                        yield report, form, Fault(known.slug, form, section, change=known.slug)


def chosen(
    catalogue: Catalogue, reports: list[Report], seed: int
) -> Iterator[tuple[Report, str, Fault, str]]:
    """Faults and formats in turn: each kind of fault in each format comes before any repeats."""
    dice = Dice(seed, "mutation")
    by_kind: dict[tuple[str, str], list[tuple[Report, str, Fault]]] = {}
    for place in offered(catalogue, reports):
        by_kind.setdefault((place[2].slug, place[1]), []).append(place)
    lists = []
    for places in by_kind.values():
        for kind in FORMATS:
            mixed = list(places)
            dice.shuffle(mixed)
            lists.append([(*place, kind) for place in mixed])
    dice.shuffle(lists)
    for turn in zip_longest(*lists):
        yield from (place for place in turn if place is not None)


def make(maker: Maker, reports: list[Report], files: int, seed: int) -> Iterator[Case]:
    """Write the right files, and so many faulty ones."""
    for number, report in enumerate(reports):
        for form in report[2]:
            for kind in FORMATS:
                case = maker.right(
                    report, form, kind, f"right-{form}-{column_letters(number)}{kind}"
                )
                if case is not None:
                    yield case
    made = 0
    for report, form, fault, kind in chosen(maker.catalogue, reports, seed):
        if made == files:
            return
        case = maker.faulty(report, form, fault, kind, f"{fault.slug}-{column_letters(made)}{kind}")
        if case is not None:
            made += 1
            yield case


def judged(maker: Maker) -> dict[str, FileRead]:
    """Every file read and checked, by its name."""
    found: dict[str, FileRead] = {}
    for batch in read_files([maker.sent], maker.folder / "archive", maker.catalogue):
        judge(batch, maker.catalogue)
        found |= {Path(file.name).name: file for file in batch}
    return found


def compare(result: Result, found: dict[str, FileRead]) -> None:
    """Note what was missed, and what was found beside the faults."""
    for case in result.cases:
        usual = OF_THE_FORMAT.get(ending(case.name), set())
        findings = [f for f in found[case.name].findings if f.slug not in usual]
        if case.slug is None:
            if findings:
                result.alarms.append(f"{case.name}: {said(findings)}")
        elif not any(is_it(case, f) for f in findings):
            result.missed.append(
                f"{case.name}: not found at {case.sheet}!{case.cell}, but {said(findings)}"
            )
        else:
            others = [f for f in findings if not is_it(case, f) and not follows(case, f)]
            if others:
                result.beside[case.name] = [said(others)]


def is_it(case: Case, finding: Finding) -> bool:
    """Whether a finding is the fault itself."""
    place = finding.place
    return (
        finding.slug == case.slug
        and case.sheet in (None, place.sheet)
        and case.cell in (None, place.cell)
    )


def follows(case: Case, finding: Finding) -> bool:
    """Whether a finding follows from the fault."""
    if case.cell is None:
        return case.sheet is None or finding.place.sheet in (None, case.sheet)
    cells = {finding.place.cell, *finding.details.get("cells", "").split(", ")}
    return finding.place.sheet == case.sheet and case.cell in cells


def said(findings: list[Finding]) -> str:
    """Findings in a few words."""
    return ", ".join(f"{f.slug} {f.place.sheet}!{f.place.cell}" for f in findings[:4]) or "nothing"


def mutate(folder: Path, files: int = FILES, units: int = UNITS, seed: int = SEED) -> Result:
    """Make, read, judge, compare."""
    county = folder / "county"
    generate(county, run.load([CONFIG]), units=units, periods=1, seed=seed, mistakes=0)
    catalogue = run.load([CONFIG, county / "config"])
    reports = list(right_reports(county, catalogue, folder))
    maker = Maker(catalogue, folder)
    result = Result(list(make(maker, reports, files, seed)))
    compare(result, judged(maker))
    return result


def main() -> int:
    """Run it; 0 when nothing was missed and hardly anything was found beside the faults."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=FILES, help="files with a fault")
    parser.add_argument("--units", type=int, default=UNITS, help="unions of the county")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unionkpi-mutation-") as folder:
        result = mutate(Path(folder), given.files, given.units, given.seed)
    by_format: dict[str, Counter[str]] = {}
    for case in result.faulty:
        by_format.setdefault(ending(case.name).strip(), Counter())[case.slug or ""] += 1
    for name, kinds in by_format.items():
        print(f"{name:12} {kinds.total():6} files {len(kinds):3} kinds")
    for title, lines in (
        ("MISSED", result.missed),
        ("ALARM", result.alarms),
        ("BESIDE", [f"{name}: {x[0]}" for name, x in result.beside.items()]),
    ):
        for line in lines[:40]:
            print(f"{title} {line}", file=sys.stderr)
    print(result.line())
    return 0 if result.good else 1


if __name__ == "__main__":
    sys.exit(main())
