"""Reports come, are decided about, locked, corrected and let in, in any order: what counts is what
a plain list of all of it gives, and made again from the archive it is the same."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from pipeline import run
from pipeline.confirming import confirm_alias
from pipeline.domain import clock
from pipeline.domain.status import Verdict
from pipeline.queries import questions
from pipeline.warehouse.decisions import Wish
from tests.definitions.folders import PRODUCT
from tests.oracle.orders import Books, Sheet
from tests.queries.office import Sent, open_office, write

from .test_aliases import OWN, by_name

RUNS = int(os.environ.get("ORDERS", "0"))
"""How many invented orders are tried; without it only those that are written down below."""
STEPS = 12
EVERY = settings(
    max_examples=max(RUNS, 1),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    phases=[Phase.explicit, *([Phase.generate] if RUNS else [])],
)
LOCKED = (
    ("correct", "G1", True, True),
    ("lock", "C1", "2024Q1", set()),
    ("nameless",),
    ("alias",),
    ("decide", "return", "G1", 2),
    ("unlock", "C1", "2024Q1"),
    ("send", "G1", True, False),
    ("restore",),
)
"""A correction whose report is returned under a lock, and a name that is settled under it."""
APPROVED = (
    ("send", "G1", True, False),
    ("decide", "approve", "G1", 1),
    ("old", "G1", 2),
    ("decide", "approve", "G1", 2),
    ("decide", "return", "G1", 1),
    ("decide", "unreturn", "G1", 1),
    ("decide", "withdraw", "G1", 0),
)
"""An older file comes between two approvals; what was approved is returned, and taken back."""
ABOVE = {unit: ("T1" if unit < "G4" else "T2", "C1") for unit in ("G1", "G2", "G3", "G4", "G5")}
PLACES = {"C1": tuple(ABOVE), "T1": ("G1", "G2", "G3"), "T2": ("G4", "G5"),
          **{unit: (unit,) for unit in ABOVE}}  # fmt: skip
FLOWS = {
    "": {},
    "flow: {approve_at: [township, county]}\n": {"levels": 2},
    "flow: {hold_late_changes: true}\n": {"hold_late": True},
}
DEEDS = ("return", "withdraw", "approve", "unreturn", "unapprove")
FIRST = datetime(2024, 8, 1, 9)
CORRECTION = """\
form: members
unit: {unit}
period: 2024Q1
decided_by: C1
decided_on: 2024-08-01
reason: {{zh: 核对更正, en: Checked}}
cells:
  - {{field: members, expected: {expected}, value: {value}}}
"""

units, levels = st.sampled_from(sorted(ABOVE)), st.sampled_from(("T1", "C1", "T2"))
few = st.sampled_from(("G1", "G4"))
periods = st.sampled_from(("2024Q1", "2024"))
acts = st.one_of(
    st.tuples(st.just("send"), few, st.sampled_from((True, True, False)), st.booleans()),
    st.tuples(st.just("old"), few, st.integers(1, 9)),
    st.tuples(st.just("again"), st.integers(0, 99), st.booleans()),
    st.tuples(st.just("nameless")),
    st.tuples(st.just("alias")),
    st.tuples(st.just("decide"), st.sampled_from(DEEDS), few, st.sampled_from((0, 0, 1, 2))),
    st.tuples(st.just("decide"), st.sampled_from(DEEDS), few, st.sampled_from((0, 0, 1, 2))),
    st.tuples(st.just("decide"), st.just("approve"), few, st.sampled_from((1, 2))),
    st.tuples(st.just("lock"), levels, periods, st.sets(few, max_size=1)),
    st.tuples(st.just("unlock"), levels, periods),
    st.tuples(st.sampled_from(("exempt", "unexempt")), levels, periods, few),
    st.tuples(st.just("correct"), few, st.booleans(), st.booleans()),
    st.tuples(st.just("uncorrect"), few),
    st.tuples(st.just("build")),
    st.tuples(st.just("restore")),
)  # fmt: skip


class Clock(datetime):
    """The clock of this computer, as it is set."""

    at = FIRST

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return cls.at


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "datetime", Clock)


class Run:
    """An office, and the plain list beside it."""

    def __init__(self, folder: Path, flow: str) -> None:
        self.office = open_office(folder, {"product.yml": PRODUCT + flow})
        self.books = Books(ABOVE, datetime(2024, 4, 10), **FLOWS[flow])
        for unit, day, members, good in (
            ("G1", "04-08", 100, True), ("G2", "04-20", 50, True), ("G3", "04-09", 30, False),
            ("G5", "04-02", 60, False), ("G5", "04-05", 60, True), ("G5", "04-25", 61, True),
        ):  # fmt: skip
            at = datetime.fromisoformat(f"2024-{day}T09:00")
            self.books.add(Sheet(unit, at, members, good=good), at)
        self.paths: list[tuple[Path, Sheet]] = []
        for by in ("T1", "C1") if self.books.levels else ():  # a period is known once any counts
            approved = Wish("approve", by, "x", "cases", "G2", "2024Q1", at=FIRST)
            assert self.wish(approved)

    def take(self, path: Path, reason: bool, *, dated: bool = False) -> run.Ingestion:
        said = "漏报一个车间" if reason else ""
        where = ([self.office.config], self.office.data)
        return run.ingest([path], *where, by_file_time=dated, reason=said)

    def send(self, unit: str, good: bool, reason: bool, hours: int = 0) -> None:
        number = len(self.paths) + 20
        women = 5 if good else 190
        at = Clock.at - timedelta(hours=hours * 7)
        sheet = Sheet(unit, at, 100 + number, good=good, reason=reason)
        sent = Sent(unit, "2024Q1", "2024-08-01", sheet.members, women)
        path = write(self.office.config.parent / "inbox", self.office.config, sent, number)
        self.arrive(path, sheet)

    def nameless(self) -> None:
        number = len(self.paths) + 20
        sheet = Sheet("G4", Clock.at, 100 + number, named=self.named)
        sent = Sent("G4", "2024Q1", "2024-08-01", sheet.members, 5)
        self.arrive(by_name(self.office, sent, OWN, number), sheet)

    @property
    def named(self) -> bool:
        return (self.office.config / "unit_aliases.csv").exists()

    def arrive(self, path: Path, sheet: Sheet) -> None:
        os.utime(path, (sheet.at.replace(tzinfo=UTC).timestamp(),) * 2)
        self.books.add(sheet, Clock.at)
        (file,) = self.take(path, sheet.reason, dated=True).files
        expected = Verdict.WITHHELD if sheet.let_in is None else Verdict.ACCEPTED
        assert file.verdict is expected
        self.paths.append((path, sheet))

    def again(self, which: int, reason: bool) -> None:
        if self.paths:
            path, sheet = self.paths[which % len(self.paths)]
            owed = sheet.let_in is not None and self.books.unreasoned(sheet)
            (file,) = self.take(path, reason).files
            assert file.verdict is Verdict.DUPLICATE
            if reason and owed and not self.books.locked(sheet.unit):
                sheet.reason = True

    def alias(self) -> None:
        if not self.named:
            confirm_alias("G4", OWN, "C1", [self.office.config], self.office.data)
            assert self.named
            for sheet in self.books.sheets:
                sheet.named = True
            self.books.settle(Clock.at)

    def wish(self, wish: Wish) -> bool:
        return run.decide(wish, [self.office.config], self.office.data).refusal is None

    def decide(self, deed: str, unit: str, level: int) -> None:
        chain = (unit, *ABOVE[unit])
        by = chain[level or (0 if deed == "withdraw" else 1)]
        expected = self.books.decide(deed, by, unit, Clock.at)
        wish = Wish(deed, by, "x", "members", unit, "2024Q1", at=Clock.at)  # type: ignore[arg-type]
        assert self.wish(wish) is expected

    def lock(self, by: str, period: str, exempt: set[str]) -> None:
        left = {unit for unit in exempt if by in ABOVE[unit]}
        new = self.books.locks.get((period, by)) != left
        if new:
            self.books.locks[period, by] = left
            self.books.settle(Clock.at)
        wish = Wish("lock", by, "x", period=period, exempt=tuple(left), at=Clock.at)
        assert self.wish(wish) is new

    def unlock(self, by: str, period: str) -> None:
        known = self.books.locks.pop((period, by), None) is not None
        if known:
            self.books.settle(Clock.at)
        assert self.wish(Wish("unlock", by, "x", period=period, at=Clock.at)) is known

    def exempt(self, by: str, period: str, unit: str, *, deed: str = "exempt") -> None:
        left = self.books.locks.get((period, by))
        may = left is not None and by in ABOVE[unit] and (unit in left) is (deed == "unexempt")
        if may and left is not None:
            (left.add if deed == "exempt" else left.discard)(unit)
            self.books.settle(Clock.at)
        wish = Wish(deed, by, "x", unit=unit, period=period, at=Clock.at)  # type: ignore[arg-type]
        assert self.wish(wish) is may

    def unexempt(self, by: str, period: str, unit: str) -> None:
        self.exempt(by, period, unit, deed="unexempt")

    def correct(self, unit: str, right: bool, needed: bool) -> None:
        sheet = self.books.counting(unit)
        said = sheet.members if sheet is not None and right else 77
        value = said + 7 if needed or sheet is None or right else sheet.members
        self.books.repairs[unit] = (said, value)
        path = self.office.config / "corrections" / f"{unit.lower()}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(CORRECTION.format(unit=unit, expected=said, value=value), "utf-8")

    def uncorrect(self, unit: str) -> None:
        if self.books.repairs.pop(unit, None):
            (self.office.config / "corrections" / f"{unit.lower()}.yml").unlink()

    def build(self) -> None:
        done = run.build([self.office.config], self.office.data)
        self.complaints(done)

    def restore(self) -> None:
        self.complaints(run.restore([self.office.config], self.office.data))

    def complaints(self, done: run.Ingestion) -> None:
        assert {str(f.unit): f.slug for f in done.corrections} == self.books.stale()

    def old(self, unit: str, hours: int) -> None:
        self.send(unit, good=True, reason=False, hours=hours)

    def agrees(self) -> None:
        """What is published is what the list gives."""
        books, reader = self.books, self.office.reader
        current = reader.rows(
            "select unit, received_at from submission"
            " where current and form = 'members' and period = '2024Q1'"
        )
        expected = {unit: sheet.at for unit in ABOVE if (sheet := books.counting(unit))}
        assert dict(current) == expected
        for place, below in PLACES.items():
            shown = questions.trace(reader, "rate", place, "2024Q1").value
            counting = [unit for unit in below if unit in expected]
            members = [books.members(unit) or 0 for unit in counting]
            sums = (sum(members), 200 * len(counting)) if counting else (None, None)
            assert (shown.numerator, shown.denominator) == sums, place
            assert (shown.data.expected, shown.data.reported) == (len(below), len(counting))

    def tells(self) -> None:
        """The history of each report tells what was done, and keeps every version."""
        books, reader = self.books, self.office.reader
        for unit in ABOVE:
            past = questions.report_history(reader, unit, "2024Q1", "members").report
            steps = [] if past is None else [(unit, s.deed, s.by.code) for s in past.steps]
            assert [s for s in steps if s[1] in DEEDS] == [s for s in books.told if s[0] == unit]
            versions = [] if past is None else [
                v.version.received_at for v in past.versions if v.version.verdict == "accepted"
            ]  # fmt: skip
            assert versions == [sheet.at for sheet in books.versions(unit)]


@EVERY
@example("", LOCKED)
@example("flow: {approve_at: [township, county]}\n", APPROVED)
@given(st.sampled_from(sorted(FLOWS)), st.lists(acts, min_size=STEPS, max_size=STEPS))
@pytest.mark.usefixtures("ticking")
def test_what_counts_is_what_was_done(flow: str, done: Sequence[tuple]) -> None:
    Clock.at = FIRST
    with TemporaryDirectory() as folder:
        office = Run(Path(folder), flow)
        office.agrees()
        for deed, *more in done:
            Clock.at += timedelta(hours=5)
            getattr(office, deed)(*more)
            if deed in ("correct", "uncorrect"):
                office.build()
            office.agrees()
        office.tells()
        where = ([office.office.config], office.office.data)
        checked = run.verify(*where)
        assert checked.comparison.differences == ()
        assert checked.agrees
