"""One union's workbooks onto the disk: as they should be, or with their mistake and corrected."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.org_unit import OrgUnit, UnitName
from pipeline.domain.period import Period
from pipeline.sample.between import PERSON
from pipeline.sample.books import TABLES, Report, keep_books
from pipeline.sample.dice import Dice
from pipeline.sample.manifest import Expected, Mistake, Remark, SentFile
from pipeline.sample.mistakes import (
    CELLS,
    DUPLICATE,
    NOT_A_UNIT,
    NOT_ITS_NAME,
    OLD_FORM,
    OLD_TEMPLATE,
    Wrong,
)
from pipeline.sample.post import Delivery, moment
from pipeline.sample.scene import Scene, Union
from pipeline.templates.content import Addresses, SheetContent
from pipeline.templates.workbook import write_workbook

INBOX, CORRECTED = "inbox", "corrected"
SENT_AGAIN = "（再次报送）"
NIL = "无"
UNIT_CELL, DAYS_TO_CORRECT = "A2", 4


@dataclass(frozen=True)
class Job:
    """What one union sends, and which of its reports get a mistake (kinds to try, in order)."""

    union: Union
    deliveries: tuple[Delivery, ...]
    mistakes: dict[str, list[str]]
    shared: dict[str, Wrong]
    """Period → the person that another union has as well."""


@dataclass
class Written:
    """What was written for one union."""

    files: list[SentFile] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


class Writer:
    """Writes the workbooks of a county; one per process."""

    def __init__(self, catalogue: Catalogue, scene: Scene, out: Path) -> None:
        self.catalogue, self.scene, self.out = catalogue, scene, out
        self.old = with_old_form(catalogue)
        tables = catalogue.tables()
        self.sections = {t: (tables[t][0].id, tables[t][1]) for t in TABLES}
        self.titles = {t: tables[t][0].sections[tables[t][1]].title.zh for t in TABLES}
        self.first_fields = {
            t: next(iter(tables[t][0].sections[tables[t][1]].fields)) for t in TABLES
        }
        self.quarters = {quarter.code: quarter for quarter in scene.quarters}

    def write(self, job: Job) -> Written:
        """Write everything a union sends."""
        done, before = Written(), False
        books = keep_books(self.scene, job.union)
        for delivery in job.deliveries:
            if delivery.received_on is None:
                before = False
                continue
            report, quarter = books[delivery.period], self.quarters[delivery.period]
            done.files.append(sent_file(delivery, delivery.name, delivery.received_on))
            addresses = self.one(job, delivery, delivery.received_on, report, quarter, done)
            joined = job.union.joined
            if before and joined and self.scene.quarters[joined.quarter] == quarter:
                done.remarks.append(self.remark(delivery, addresses))
            before = True
        return done

    def one(
        self,
        job: Job,
        delivery: Delivery,
        day: date,
        report: Report,
        quarter: Period,
        done: Written,
    ) -> Addresses:
        """Write one report, with its mistake if it gets one."""
        for kind in job.mistakes.get(delivery.period, ()):
            dice = Dice(self.scene.seed, delivery.unit, delivery.period, kind)
            if kind in CELLS:
                wrong = CELLS[kind](report, quarter, dice)
                if wrong is None:
                    continue
                return self.with_wrong_cell(job, delivery, day, report, quarter, kind, wrong, done)
            return self.with_wrong_file(job, delivery, day, report, quarter, kind, done)
        if (wrong := job.shared.get(delivery.period)) is not None:
            return self.with_wrong_cell(job, delivery, day, report, quarter, PERSON, wrong, done)
        return self.save(INBOX, job.union, delivery.name, day, report, quarter)

    def with_wrong_cell(
        self, job: Job, delivery: Delivery, day: date, report: Report, quarter: Period,
        kind: str, wrong: Wrong, done: Written,
    ) -> Addresses:  # fmt: skip
        """Write a report with one wrong cell, and the corrected report."""
        rows = [dict(row) for row in report[wrong.table]]
        rows[wrong.row].update(wrong.written)
        spoilt = {**report, wrong.table: rows}
        addresses = self.save(INBOX, job.union, delivery.name, day, spoilt, quarter)
        cell = addresses[wrong.table, wrong.row, wrong.at]
        found: tuple[Expected, ...] = ()
        if wrong.slug:
            found = (Expected(wrong.slug, self.titles[wrong.table], cell, wrong.severity),)
        again = wrong.severity in ("error", "explain") and spoilt != report
        withheld = wrong.severity == "error"
        corrected = self.correct(job, delivery, day, report, quarter) if again else None
        done.mistakes.append(
            Mistake(
                kind,
                delivery.name,
                delivery.unit,
                delivery.period,
                wrong.got,
                found,
                withheld,
                corrected,
                wrong.table if wrong.severity == "explain" and wrong.alone else None,
            )
        )
        return addresses

    def with_wrong_file(
        self, job: Job, delivery: Delivery, day: date, report: Report, quarter: Period,
        kind: str, done: Written,
    ) -> Addresses:  # fmt: skip
        """Write a report on an old template, under a unit's code that does not exist, or twice."""
        corrected, withheld, name = None, kind != DUPLICATE, delivery.name
        if kind == DUPLICATE:
            addresses = self.save(INBOX, job.union, name, day, report, quarter)
            name = self.send_again(delivery, day)
            done.files.append(sent_file(delivery, name, day))
            found: tuple[Expected, ...] = (Expected("repeated-file", None, None, "warning"),)
            got = None
        else:
            corrected = self.correct(job, delivery, day, report, quarter)
            if kind == OLD_TEMPLATE:
                addresses = self.save(INBOX, job.union, name, day, report, quarter, old=True)
                found = (Expected("old-template", self.titles[OLD_FORM], None, "error"),)
                got = self.old.forms[OLD_FORM].version
            else:
                got, version = NOT_ITS_NAME.zh, job.union.org_unit(quarter.end)
                unit = replace(
                    version, code=NOT_A_UNIT, name=UnitName(NOT_ITS_NAME.zh, NOT_ITS_NAME.en)
                )
                addresses = self.save(INBOX, job.union, name, day, report, quarter, unit=unit)
                first = self.titles[next(iter(TABLES))]  # told once, of all sheets
                found = (Expected("unknown-org-unit", first, UNIT_CELL, "error"),)
        done.mistakes.append(
            Mistake(kind, name, delivery.unit, delivery.period, got, found, withheld, corrected)
        )
        return addresses

    def send_again(self, delivery: Delivery, day: date) -> str:
        """Send the same bytes under another name, a day later."""
        name = delivery.name.replace(".xlsx", f"{SENT_AGAIN}.xlsx")
        shutil.copyfile(self.out / INBOX / delivery.name, self.out / INBOX / name)
        stamp(self.out / INBOX / name, day + timedelta(days=1))
        return name

    def correct(
        self, job: Job, delivery: Delivery, day: date, report: Report, quarter: Period
    ) -> str:
        """Write the corrected report, sent some days later; return its path."""
        later = day + timedelta(days=DAYS_TO_CORRECT)
        self.save(CORRECTED, job.union, delivery.name, later, report, quarter)
        return delivery.name

    def save(
        self, folder: str, union: Union, name: str, day: date, report: Report, quarter: Period,
        unit: OrgUnit | None = None, old: bool = False,
    ) -> Addresses:  # fmt: skip
        """Write one workbook, dated the day it was received."""
        path = self.out / folder / name
        unit = unit or union.org_unit(quarter.end)
        catalogue = self.old if old else self.catalogue
        sheets = self.sheets(union, report, quarter)
        addresses = write_workbook(path, catalogue, sheets, unit, quarter, plain=True)
        stamp(path, day)
        return addresses

    def sheets(self, union: Union, report: Report, quarter: Period) -> Sequence[SheetContent]:
        """Return the sheets of a report; an empty register says 无."""
        found = []
        for table, (form, section) in self.sections.items():
            rows = report[table] or [{self.first_fields[table]: NIL}]
            notes = (self.merger_note(union, quarter),) if table == "membership" else ()
            found.append(SheetContent(form, section, rows, notes=notes))
        return found

    def merger_note(self, union: Union, quarter: Period) -> str | None:
        """Return what the union writes beside its members in the quarter of a merger."""
        joined = union.joined
        if joined is None or self.scene.quarters[joined.quarter] != quarter:
            return None
        return f"{joined.name}并入，带入会员{joined.members}人。"

    def remark(self, delivery: Delivery, addresses: Addresses) -> Remark:
        """Return the finding a merger must give: stock and flow differ, and rightly so."""
        cell = addresses["membership", 0, "members_total"]
        found = Expected("stock-flow-gap", self.titles["membership"], cell, "explain")
        return Remark("merger", delivery.name, delivery.unit, delivery.period, (found,))


def with_old_form(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue as it was when one form had its former version."""
    form = catalogue.forms[OLD_FORM]
    old = form.model_copy(update={"version": form.former_versions[-1], "former_versions": ()})
    return replace(
        catalogue, forms={**catalogue.forms, OLD_FORM: old}, digest=catalogue.digest + "old"
    )


def sent_file(delivery: Delivery, name: str, day: date) -> SentFile:
    """Return what the manifest says of a file."""
    return SentFile(name, delivery.unit, delivery.period, day.isoformat(), delivery.late)


def stamp(path: Path, day: date) -> None:
    """Date a file."""
    os.utime(path, (moment(day), moment(day)))
