"""How one report adds to the two sums of an indicator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.sample.books import Report
from pipeline.sample.life import Row


@dataclass(frozen=True)
class Window:
    """The days a figure is for."""

    first: date
    last: date

    def has(self, day: object) -> bool:
        """Whether a day lies in the window."""
        return isinstance(day, date) and self.first <= day <= self.last

    def past(self, day: object) -> bool:
        """Whether a day has come by the end of the window."""
        return isinstance(day, date) and day <= self.last


@dataclass(frozen=True)
class Part:
    """One addend: a flow is added over the window, anything else taken at its end."""

    of: Callable[[Report, Window], Decimal | None]
    flow: bool = False


@dataclass(frozen=True)
class Figure:
    """Numerator and denominator of an indicator."""

    numerator: tuple[Part, ...]
    denominator: tuple[Part, ...] = ()


def rows_where(
    table: str, keep: Callable[[Row, Window], bool]
) -> Callable[[Report, Window], Decimal]:
    """Return how many rows hold."""
    return lambda report, window: Decimal(sum(keep(row, window) for row in report[table]))


def sum_where(
    table: str, name: str, keep: Callable[[Row, Window], bool]
) -> Callable[[Report, Window], Decimal | None]:
    """Return the sum of a column over the rows that hold; blanks alone are no sum."""

    def of(report: Report, window: Window) -> Decimal | None:
        kept = [row for row in report[table] if keep(row, window)]
        known = [Decimal(str(row[name])) for row in kept if row.get(name) is not None]
        return None if kept and not known else sum(known, Decimal(0))

    return of


def always(row: Row, window: Window) -> bool:
    """Every row."""
    return True


def cell(table: str, name: str, flow: bool = False) -> tuple[Part, ...]:
    """Return the part that is one column of a card."""
    return (Part(sum_where(table, name, always), flow),)


def sums(
    table: str, name: str, keep: Callable[[Row, Window], bool], flow: bool = False
) -> tuple[Part, ...]:
    """Return the part that is a column summed over some rows."""
    return (Part(sum_where(table, name, keep), flow),)


def rows(table: str, keep: Callable[[Row, Window], bool], flow: bool = False) -> tuple[Part, ...]:
    """Return the part that is a number of rows."""
    return (Part(rows_where(table, keep), flow),)


def in_force(row: Row, window: Window) -> bool:
    """A contract that is signed and has not lapsed at the end."""
    expires = row["expires_on"]
    return window.past(row["signed_on"]) and isinstance(expires, date) and expires >= window.last


def widest(name: str, group: str, keep: Callable[[Row, Window], bool]) -> tuple[Part, ...]:
    """Contracts of different groups cover the same people: only the widest group counts."""

    def of(report: Report, window: Window) -> Decimal:
        covered: dict[object, int] = {}
        for row in report["bargaining_contracts"]:
            if keep(row, window):
                number = int(str(row[name]))
                covered[row[group]] = covered.get(row[group], 0) + number
        return Decimal(max(covered.values(), default=0))

    return (Part(of),)


def paid(row: Row, window: Window) -> bool:
    """Union money given out."""
    return row["entry_kind"] == "disbursed" and row["fund_source"] != "civil_affairs"


def got(row: Row, window: Window) -> bool:
    """Union money that came in."""
    return row["entry_kind"] == "raised" and row["fund_source"] != "civil_affairs"


def taught(*audiences: str) -> Callable[[Row, Window], bool]:
    """Courses, for some people or for all."""
    return lambda row, window: (
        row["kind"] == "training" and (not audiences or row["audience"] in audiences)
    )


def waiting_days(report: Report, window: Window) -> Decimal:
    """Days from application to payment, of the files paid in the window."""
    days = 0
    for row in report["hardship_file"]:
        asked, given = row["applied_on"], row["paid_on"]
        if isinstance(asked, date) and isinstance(given, date) and window.has(given):
            days += (given - asked).days
    return Decimal(days)


def overdue(row: Row, window: Window) -> bool:
    """A hazard whose deadline has passed and which is not put right."""
    due = row["due_on"]
    return (
        row["record_kind"] == "hazard" and isinstance(due, date) and due < window.last
        and not window.past(row["fixed_on"])
    )  # fmt: skip


def hazard_found(row: Row, window: Window) -> bool:
    """A hazard of the window."""
    return row["record_kind"] == "hazard" and window.has(row["found_on"])


def still_open(row: Row, window: Window) -> bool:
    """A case that was open at some time in the window."""
    closed = row["closed_on"]
    return window.past(row["received_on"]) and (
        not isinstance(closed, date) or closed >= window.first
    )
