"""Mistakes people make in spreadsheets, and the one finding each of them must give.

A kind looks at a correct report and says what to write where; it returns None where the report
offers no place for it. What cannot be known from a file (yuan typed as 万元 without a word)
is not among them, because nobody could be sure to find it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pipeline.domain.noun import Bilingual
from pipeline.domain.period import Period
from pipeline.sample.books import Report
from pipeline.sample.dice import Dice
from pipeline.sample.life import Row
from pipeline.templates.content import Formula

WAN = Decimal(10000)


@dataclass(frozen=True)
class Wrong:
    """What is written instead, in one row of one table, and what must be found there."""

    table: str
    row: int
    written: Mapping[str, object]
    at: str
    slug: str | None
    severity: str = "error"
    alone: bool = True
    """Whether it is found in this report by itself; else only beside another one."""

    @property
    def got(self) -> str | None:
        """What the cell says now."""
        value = self.written[self.at]
        return None if value is None else value.text if isinstance(value, Formula) else str(value)


Make = Callable[[Report, Period, Dice], Wrong | None]


def on_card(
    table: str, at: str, slug: str | None, severity: str, write: Callable[[Row], object]
) -> Make:
    """Return a kind that rewrites one cell of a card."""

    def make(report: Report, quarter: Period, dice: Dice) -> Wrong | None:
        row = report[table][0]
        return Wrong(table, 0, {at: write(row)}, at, slug, severity)

    return make


def in_list(
    table: str, at: str, slug: str, write: Callable[[Row, Period], object],
    fits: Callable[[Row], bool] = lambda row: True,
) -> Make:  # fmt: skip
    """Return a kind that rewrites one cell of a list, in a row that fits."""

    def make(report: Report, quarter: Period, dice: Dice) -> Wrong | None:
        rows = [n for n, row in enumerate(report[table]) if fits(row)]
        if not rows:
            return None
        number = dice.choice(rows)
        return Wrong(table, number, {at: write(report[table][number], quarter)}, at, slug)

    return make


def full_width(value: object) -> str:
    """Return the digits as a Chinese keyboard types them."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in str(value))


def ten_thousands(row: Row) -> str:
    """Return an amount with its unit behind it; it is the same amount."""
    return f"{Decimal(str(row['wage_base_yuan'])) / WAN:f}万元"


def too_many_members(report: Report, quarter: Period, dice: Dice) -> Wrong | None:
    """More members employed than employees; the sum of members still fits."""
    row = report["membership"][0]
    employed = int(str(row["employees_total"])) + dice.randrange(1, 20)
    total = employed + int(str(row["members_non_employed"]))
    written = {"members_employed": employed, "members_total": total}
    return Wrong("membership", 0, written, "members_employed", "exceeds-total")


def same_number_twice(report: Report, quarter: Period, dice: Dice) -> Wrong | None:
    """A row of a register carries the number of the row above it."""
    rows = report["hazard_ledger"]
    if len(rows) < 2:
        return None
    number = dice.randrange(1, len(rows))
    written = {"record_id": rows[number - 1]["record_id"]}
    return Wrong("hazard_ledger", number, written, "record_id", "duplicate-key")


def number_of(row: Row, name: str) -> int:
    """Return a whole number of a row."""
    return int(str(row[name]))


def before(row: Row, name: str, days: int) -> date:
    """Return a day so many days before another."""
    day = row[name]
    assert isinstance(day, date)
    return day - timedelta(days=days)


CELLS: dict[str, Make] = {
    "full_width_digits": on_card(
        "membership", "members_new", None, "none", lambda r: full_width(r["members_new"])
    ),
    "unit_behind_number": on_card(
        "membership", "members_left", None, "none", lambda r: f"{r['members_left']}人"
    ),
    "approximate": on_card(
        "membership",
        "members_with_file",
        "approximate-number",
        "warning",
        lambda r: f"约{r['members_with_file']}",
    ),
    "ten_thousand_yuan": on_card(
        "funds", "wage_base_yuan", "converted-unit", "warning", ten_thousands
    ),
    "dispatched_exceed": on_card(
        "membership",
        "employees_dispatch",
        "exceeds-total",
        "explain",
        lambda r: number_of(r, "employees_total") + 5,
    ),
    "members_exceed": too_many_members,
    "women_exceed": on_card(
        "membership",
        "employees_female",
        "exceeds-total",
        "error",
        lambda r: number_of(r, "employees_total") + 7,
    ),
    "parts_differ": on_card(
        "membership",
        "members_total",
        "sum-differs",
        "error",
        lambda r: number_of(r, "members_total") + 3,
    ),
    "negative": on_card(
        "membership",
        "members_left",
        "below-minimum",
        "error",
        lambda r: -max(number_of(r, "members_left"), 1),
    ),
    "words_for_number": on_card(
        "funds", "expense_training_yuan", "not-a-number", "error", lambda r: "见附件"
    ),
    "hidden_number": on_card(
        "org_building", "cadres_total", "masked-number", "error", lambda r: "若干"
    ),
    "half_a_person": on_card(
        "democracy",
        "proposals_received",
        "not-whole",
        "error",
        lambda r: number_of(r, "proposals_received") + 0.5,
    ),
    "unknown_choice": on_card(
        "org_building", "unit_type", "unknown-choice", "error", lambda r: "综合型"
    ),
    "not_yes_or_no": on_card(
        "democracy", "has_openness", "not-yes-or-no", "error", lambda r: "正在办理"
    ),
    "six_stars": on_card("org_building", "star_level", "above-maximum", "error", lambda r: 6),
    "missing_required": on_card("funds", "dues_due_yuan", "missing-value", "error", lambda r: None),
    "error_cell": on_card(
        "funds", "dues_received_yuan", "error-cell", "error", lambda r: Formula("=C5/0", "#DIV/0!")
    ),
    "formula_without_value": on_card(
        "bargaining", "insured_five", "formula-without-value", "error", lambda r: Formula("=C5-1")
    ),
    "words_for_date": in_list("hazard_ledger", "found_on", "not-a-date", lambda r, q: "上月中旬"),
    "outside_period": in_list(
        "activity", "held_on", "outside-period", lambda r, q: q.start - timedelta(days=9)
    ),
    "after_period": in_list(
        "position_honour", "obtained_on", "after-period", lambda r, q: q.end + timedelta(days=30)
    ),
    "dates_swapped": in_list(
        "bargaining_contracts",
        "expires_on",
        "out-of-order",
        lambda r, q: before(r, "signed_on", 365),
    ),
    "step_left_out": in_list(
        "hardship_file",
        "registered_on",
        "earlier-step-blank",
        lambda r, q: None,
        lambda r: r["rechecked_on"] is not None,
    ),
    "deadline_left_out": in_list(
        "hazard_ledger",
        "due_on",
        "required-when",
        lambda r, q: None,
        lambda r: r["mode"] == "by_deadline",
    ),
    "wrong_person_number": in_list(
        "hardship_file", "person_hash", "wrong-id-number", lambda r, q: "000000"
    ),
    "same_number_twice": same_number_twice,
}
"""Mistakes in one cell, by kind."""

OLD_TEMPLATE, DUPLICATE, WRONG_UNIT = "old_template", "sent_twice", "wrong_unit"
FILES = (OLD_TEMPLATE, DUPLICATE, WRONG_UNIT)
"""Mistakes that concern a whole sheet or file."""
KINDS = (*CELLS, *FILES)
NOT_A_UNIT = "AHX999999"
NOT_ITS_NAME = Bilingual(zh="未登记单位（示例）", en="Unregistered unit (sample)")
OLD_FORM = "funds"


def assign(
    seed: int, sent: list[tuple[str, str]], share: float
) -> dict[tuple[str, str], list[str]]:
    """Return which reports get a mistake, and which kinds to try there, in order.

    Every kind comes first equally often, so that even a small county has many of them.
    """
    dice = Dice(seed, "mistakes")
    chosen = dice.sample(sorted(sent), round(len(sent) * share))
    kinds = list(KINDS)
    dice.shuffle(kinds)
    found = {}
    for number, report in enumerate(chosen):
        turn = number % len(kinds)
        found[report] = kinds[turn:] + kinds[:turn]
    return found
