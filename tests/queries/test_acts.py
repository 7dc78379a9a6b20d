"""A page offers a unit what the command would do for it, and nothing else."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipeline import run
from pipeline.domain.event import Deed, Event
from pipeline.queries import questions
from pipeline.queries.acts import DECISIONS
from pipeline.queries.answers import ReportingStatus
from pipeline.warehouse import event_log
from pipeline.warehouse.decisions import Wish, weigh
from pipeline.warehouse.locks import Locks
from pipeline.warehouse.store import Warehouse

from .office import Office, open_office
from .test_flow import MEMBERS, TWO_LEVELS, decide
from .test_locks import wished

SEALS = TWO_LEVELS.replace("flow: {", "flow: {seal: true, ")
UNITS = ("C1", "T1", "T2", "G1", "G2", "G3", "G4", "G5")
Act = Callable[[Office], object]


def acted(*given: tuple[str, str, str]) -> Act:
    """Decisions in order: deed, by, unit."""

    def do(office: Office) -> None:
        for deed, by, unit in given:
            assert decide(office, deed, by, unit) is None

    return do


def locked(office: Office) -> None:
    """The county has approved what came from G2, and locked the year but for G5."""
    acted(("approve", "T1", "G1"), ("approve", "T1", "G2"), ("approve", "C1", "G2"),
          ("return", "T2", "G5"))(office)  # fmt: skip
    assert wished(office, "lock", "C1", "2024", exempt=("G5",)) is None
    assert wished(office, "lock", "T1") is None


STATES: dict[str, Act] = {
    "nothing decided": acted(),
    "one level": acted(("approve", "T1", "G1"), ("return", "C1", "G2")),
    "two levels": acted(
        ("approve", "T1", "G1"), ("approve", "C1", "G1"), ("seal", "C1", "G1"),
        ("approve", "T1", "G2"), ("return", "T1", "G2"), ("withdraw", "G5", "G5"),
    ),
    "taken back": acted(
        ("approve", "T1", "G1"), ("approve", "C1", "G1"), ("unapprove", "C1", "G1"),
        ("return", "T1", "G2"), ("unreturn", "T1", "G2"),
    ),
    "locked": locked,
}  # fmt: skip


@pytest.fixture(params=list(STATES))
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    made = open_office(tmp_path, {"product.yml": SEALS})
    STATES[request.param](made)
    return made


def shown(office: Office, unit: str, **how: object) -> ReportingStatus:
    reader = questions.reader_as(office.reader, period="2024Q1", **how)  # type: ignore[arg-type]
    return questions.reporting_status(reader, unit, "2024Q1", form="members")


def test_what_is_offered_is_what_the_log_would_take(office: Office) -> None:
    """Each decision on each report, by each unit on its own page."""
    catalogue = run.load([office.config])
    offered, taken = set(), set()
    with Warehouse.open(office.data, catalogue) as warehouse:
        locks = Locks(event_log.read(office.data), catalogue)
        for by in UNITS:
            for row in shown(office, by).rows:
                for deed in (*DECISIONS, "seal", "unseal"):
                    wish = Wish(deed, by, "x", unit=row.unit.code, **MEMBERS)  # type: ignore[arg-type]
                    found = weigh(warehouse.connection, catalogue, locks, wish)
                    noted = {"wanted": "seal", "sealed": "unseal"}.get(row.seal or "")
                    if isinstance(found, Event) and deed in (*DECISIONS, noted):
                        taken.add((by, row.unit.code, deed))
                offered |= {(by, row.unit.code, deed) for deed in row.acts
                            if deed not in ("exempt", "unexempt")}  # fmt: skip
    assert offered == taken
    assert {"return"} < {deed for _, _, deed in offered}


def test_only_ones_own_lock_is_opened_and_excepted_from(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    assert {unit: shown(office, unit).acts for unit in ("C1", "T1")} == {
        "C1": ("lock",), "T1": ("lock",),
    }  # fmt: skip
    assert wished(office, "lock", "C1", exempt=("G2",)) is None
    county, town = shown(office, "C1"), shown(office, "T1")
    assert (county.acts, county.opens) == ((), county.locks)
    assert (town.acts, town.opens, len(town.locks)) == (("lock",), (), 1)

    def excepts(answer: ReportingStatus) -> dict[str, tuple[tuple[Deed, ...], tuple[str, ...]]]:
        return {
            row.unit.code: (tuple(d for d in row.acts if "exempt" in d), row.excepting)
            for row in answer.rows
        }

    assert excepts(county)["G1"] == (("exempt",), ("2024Q1",))
    assert excepts(county)["G2"] == (("unexempt",), ("2024Q1",))
    assert excepts(county)["G4"] == (("exempt",), ("2024Q1",)), "who sent nothing may be let in"
    assert set(excepts(town).values()) == {((), ())}
    assert wished(office, "lock", "C1", "2024") is None
    assert excepts(shown(office, "C1"))["G2"] == (("exempt",), ("2024",)), "the year's lock holds"


@pytest.mark.parametrize("how", [{"as_of": date(2024, 6, 1)}, {"tree": "now"}])
def test_on_another_day_or_tree_nothing_is_offered(tmp_path: Path, how: dict[str, object]) -> None:
    office = open_office(tmp_path)
    assert wished(office, "lock", "C1") is None
    assert [row.acts for row in shown(office, "C1").rows if row.acts]
    answer = shown(office, "C1", **how)
    assert {row.acts for row in answer.rows} == {()}
    assert (answer.acts, answer.opens) == ((), ())
