"""Is a returned workbook accepted once its problems are put right? ``make fixloop``

Right reports of a generated county get one fault each: every kind of finding that a field, a
rule or a sheet offers a place for, several times. They are handed in; each comes back marked. In
the *returned* workbook the cells that its messages name are put right, or what a message asks
for is done to the sheet, and it is handed in again. It must be accepted as the next version of
every report that the first sending was recognised as, without any other finding.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from benchmarks.faults import Fault, faults
from benchmarks.sheet_faults import SHEET_FAULTS, put
from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.finding import Finding
from pipeline.domain.period import Period, parse_period
from pipeline.domain.status import Verdict
from pipeline.intake.reading import read_files
from pipeline.sample.county import generate
from pipeline.templates.content import Addresses, SheetContent
from pipeline.templates.workbook import write_workbook
from pipeline.warehouse.loading import Stored

CONFIG = Path(__file__).parents[1] / "config"
UNITS, SEED, EACH = 36, 11, 3
NIL = "无"
OF_THE_DAY = {"late-submission", "changed-after-deadline", "resubmission"}
"""Follow from when a report came; not mistakes in a file."""
BY_SLUG = {fault.slug: fault for fault in SHEET_FAULTS}
Rows = dict[str, dict[str, list[dict[str, object]]]]
"""form → section → rows"""


@dataclass
class Case:
    """One fault in one union's report of one form."""

    name: str
    unit: str
    fault: Fault
    right: Path
    sheet: str
    cell: str | None
    first: Stored | None = None
    again: Stored | None = None


@dataclass
class Result:
    """What came of all cases."""

    cases: list[Case]
    problems: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        """Kinds of findings planted."""
        return {case.fault.slug for case in self.cases}

    def line(self) -> str:
        """The figures in one line."""
        versions = Counter(s[4] for c in self.cases if c.again for s in c.again.submissions)
        good = len(self.cases) - len({p.split(": ")[0] for p in self.problems})
        return (
            f"fixloop: {good} of {len(self.cases)} faults of {len(self.kinds)} kinds found, "
            f"returned, put right and accepted without another finding; "
            f"{versions[2]} reports as version 2, {versions[1]} as version 1 "
            f"(their first sending named no known unit, period or template)"
        )


def loop(folder: Path, each: int = EACH, units: int = UNITS, seed: int = SEED) -> Result:
    """Plant, hand in, put right, hand in again."""
    county = folder / "county"
    product = run.load([CONFIG])
    generate(county, product, units=units, periods=1, seed=seed, mistakes=0)
    config = [CONFIG, county / "config"]
    catalogue = run.load(config)
    cases = list(planted(county, catalogue, folder, each))
    back, data = folder / "back", folder / "data"
    sent = run.ingest([folder / "sent"], config, data, by_file_time=True, answers=back)
    by_name = {Path(f.file).name: f for f in sent.files}
    for case in cases:
        case.first = by_name[case.name]
        put_right(case, back, folder)
    fixed = run.ingest([folder / "fixed"], config, data, by_file_time=True)
    by_name = {Path(f.file).name: f for f in fixed.files}
    result = Result(cases)
    for case in cases:
        case.again = by_name.get(case.name)
        result.problems += [f"{case.name}: {problem}" for problem in shortcomings(case)]
    return result


def planted(county: Path, catalogue: Catalogue, folder: Path, each: int) -> Iterator[Case]:
    """Write faulty workbooks, each kind of fault ``each`` times, each in a report of its own."""
    for sub in ("sent", "right", "fixed"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    reports = list(right_reports(county, catalogue, folder))
    free: dict[str, list[int]] = defaultdict(lambda: list(range(len(reports))))
    done: Counter[str] = Counter()
    for slug, form in wanted(catalogue, reports[0][2], reports[0][1]):
        if done[slug] >= each:
            continue
        for number in list(free[form]):
            unit, quarter, rows = reports[number]
            case = one_case(catalogue, folder, unit, quarter, form, rows[form], slug, done[slug])
            if case is not None:
                free[form].remove(number)
                done[slug] += 1
                yield case
                break


def wanted(catalogue: Catalogue, rows: Rows, quarter: Period) -> Iterator[tuple[str, str]]:
    """Kinds of faults and forms to plant them in, rare kinds first, forms in turn."""
    offered: dict[str, list[str]] = defaultdict(list)
    for form in rows:
        for slug in dict.fromkeys(
            f.slug for f in faults(catalogue.forms[form], rows[form], quarter)
        ):
            offered[slug].append(form)
        for fault in SHEET_FAULTS:
            offered[fault.slug].append(form)
    for slug in sorted(offered, key=lambda s: (len(offered[s]), s)):
        start = sum(map(ord, slug)) % len(offered[slug])
        turned = offered[slug][start:] + offered[slug][:start]
        yield from ((slug, form) for form in turned * 3)


def right_reports(
    county: Path, catalogue: Catalogue, folder: Path
) -> Iterator[tuple[str, Period, Rows]]:
    """Unit, period and rows of every report of the county."""
    for batch in read_files([county / "inbox"], folder / "archive", catalogue):
        for file in batch:
            rows: Rows = {}
            for read in file.sections:
                columns = read.columns
                own = [
                    {name: values[n] for name, values in columns.items() if values}
                    for n in range(len(read.source_rows))
                ]
                rows.setdefault(read.form, {})[read.section] = own
            unit, period = file.sections[0].unit, file.sections[0].period
            if unit and period:
                yield unit, parse_period(period, catalogue.calendars), rows


def one_case(
    catalogue: Catalogue, folder: Path, unit: str, quarter: Period, form: str,
    rows: Mapping[str, list[dict[str, object]]], slug: str, number: int,
) -> Case | None:  # fmt: skip
    """Write the right workbook and the faulty one; None when the report has no place for it."""
    name = f"{slug}-{number + 1}.xlsx"  # names neither unit nor period
    right, sent = folder / "right" / name, folder / "sent" / name
    written = write(catalogue, right, unit, quarter, form, rows)
    titles = {s: shape.title.zh for s, shape in catalogue.forms[form].sections.items()}
    if slug in BY_SLUG:
        return sheet_case(catalogue, Case(name, unit, Fault(slug, form, ""), right, "", None),
                          sent, titles)  # fmt: skip
    offered = [f for f in faults(catalogue.forms[form], rows, quarter) if f.slug == slug]
    if not offered:
        return None
    fault = offered[(number * 7) % len(offered)]
    spoilt = {s: [dict(row) for row in own] for s, own in rows.items()}
    spoilt[fault.section][fault.row].update(fault.written)
    write(catalogue, sent, unit, quarter, form, spoilt)
    table = catalogue.forms[form].table(fault.section)
    cell = written[table, fault.row, fault.at or ""]
    stamped_like(sent, right)
    return Case(name, unit, fault, right, titles[fault.section], cell)


def sheet_case(
    catalogue: Catalogue, case: Case, sent: Path, titles: Mapping[str, str]
) -> Case | None:
    """Plant a fault of a whole sheet."""
    fault, form = BY_SLUG[case.fault.slug], catalogue.forms[case.fault.form]
    for section, title in titles.items():
        if fault.layout not in (None, form.sections[section].layout):
            continue
        book = load_workbook(case.right)
        if fault.plant(book, title, form):
            book.save(sent)
            stamped_like(sent, case.right)
            planted = replace(case.fault, section=section, change=fault.slug)
            return replace(case, sheet=title, fault=planted)
    return None


def write(
    catalogue: Catalogue, path: Path, unit: str, quarter: Period, form: str,
    rows: Mapping[str, list[dict[str, object]]],
) -> Addresses:  # fmt: skip
    """Write one form's workbook, as a real template with its checks and locks."""
    shapes = catalogue.forms[form].sections
    sheets = [
        SheetContent(form, s, rows.get(s) or [{next(iter(shape.fields)): NIL}])
        for s, shape in shapes.items()
    ]
    org_unit = catalogue.units_at(quarter.end)[unit]
    return write_workbook(path, catalogue, sheets, org_unit, quarter)


def stamped_like(path: Path, other: Path) -> None:
    """Date a file like another one, so that both come in time or both late."""
    moment = other.stat().st_mtime
    os.utime(path, (moment, moment))


def put_right(case: Case, back: Path, folder: Path) -> None:
    """Do in the returned workbook what its messages ask for."""
    returned = back / "sent" / f"{Path(case.name).stem}_退回.xlsx"
    if case.first is None or not returned.exists():
        return
    book, right = load_workbook(returned), load_workbook(case.right)
    fault = BY_SLUG.get(case.fault.slug)
    if fault is not None and fault.repair is not None:
        fault.repair(book, right, case.sheet)
    else:
        for finding in case.first.findings:
            correct_cells(book, right, finding)
    fixed = folder / "fixed" / case.name
    book.save(fixed)
    stamped_like(fixed, case.right)


def correct_cells(book: Workbook, right: Workbook, finding: Finding) -> None:
    """Write the right values into the cells a finding names, and into no others."""
    sheet, cell = finding.place.sheet, finding.place.cell
    if sheet not in right.sheetnames or cell is None:
        return
    for named in {cell, *finding.details.get("cells", "").split(", ")} - {""}:
        source = right[sheet][named]
        put(book[sheet], source.row, source.column, source.value)


def shortcomings(case: Case) -> Iterator[str]:
    """What went otherwise than it must."""
    first, again = case.first, case.again
    assert first is not None
    known = BY_SLUG.get(case.fault.slug)
    elsewhere = known is not None and known.elsewhere
    if not any(
        f.slug == case.fault.slug and (elsewhere or f.place.sheet == case.sheet)
        and case.cell in (f.place.cell, None)
        for f in first.findings
    ):  # fmt: skip
        found = sorted({f"{f.slug} {f.place.cell}" for f in first.findings})
        yield f"{case.fault.slug} was not found at {case.sheet}!{case.cell}, but {found}"
    if again is None:
        yield "nothing came back"
        return
    if again.verdict is not Verdict.ACCEPTED:
        yield f"not accepted but {again.verdict}"
    for finding in again.findings:
        if finding.slug not in OF_THE_DAY:
            place = finding.place
            yield f"still {finding.slug} at {place.sheet}!{place.cell} got {finding.got}"
    before = {s[1:4]: s[4] for s in first.submissions}
    for submission in again.submissions:
        expected = before.get(submission[1:4], 0) + 1
        if submission[4] != expected:
            yield f"{submission[1]} is version {submission[4]}, not {expected}"
    if not again.submissions:
        yield "no report was recognised"


def main() -> int:
    """Run the loop; 0 when every fault was put right."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", type=int, default=EACH, help="faults of each kind")
    parser.add_argument("--units", type=int, default=UNITS, help="unions of the county")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = loop(Path(folder), given.each, given.units, given.seed)
    for problem in result.problems:
        print(problem, file=sys.stderr)
    for slug, count in sorted(Counter(c.fault.slug for c in result.cases).items()):
        print(f"{slug:28} {count}")
    print(result.line())
    return 1 if result.problems or not result.cases else 0


if __name__ == "__main__":
    sys.exit(main())
