"""同比 and 环比 in a report: under each figure, side by side in a table, in sentences, counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.queries.answers import Comparison, TargetRow
from pipeline.reports.markup import Markup, cell, el, row_head, table
from pipeline.reports.pack import Pack
from pipeline.reports.targets import worst_first
from pipeline.reports.words import Measured, Words, inside
from pipeline.wording.comparisons import caveats, change_words, name_words
from pipeline.wording.numbers import rounded
from pipeline.wording.time_over import is_over

NOT_ZERO = re.compile("[1-9]")
YEAR, PERIOD = "year_before", "period_before"
HEADS = (
    "compare.value_year", "compare.before_year", "compare.year_before",
    "compare.value_period", "compare.before_period", "compare.period_before",
)  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """Something with a name whose figure is set against earlier ones."""

    name: str
    measured: Measured
    changes: tuple[Comparison, ...]


def compared(pack: Pack, words: Words) -> list[Compared]:
    """Targets that have an earlier figure, worst first; without a plan the core indicators."""
    if pack.overview.targets:
        found = [
            Compared(words.text(row.name), row, row.changes)
            for row in worst_first(pack.overview.targets)
        ]
    else:
        found = [
            Compared(words.text(indicator.name), indicator, pack.pages[indicator.id].changes)
            for indicator, _ in pack.overview.headline
        ]
    return [one for one in found if any(c.difference is not None for c in one.changes)]


def change_said(found: Comparison, measured: Measured, words: Words) -> str:
    """+5.1%, +0.8 个百分点, with a star where the two are not equally complete."""
    said = change_words(found, measured.decimals, words.language)
    return f"{said}*" if found.uneven and found.change is not None else said


def change_note(changes: Sequence[Comparison], measured: Measured, words: Words) -> Markup | None:
    """同比 and 环比 in a small line, to stand under a name; nothing where there is neither."""
    told = [
        el("span", f"{name_words(one, words.language)} {change_said(one, measured, words)}",
           class_="piece")
        for one in changes
        if one.change is not None
    ]  # fmt: skip
    if not told:
        return None
    return el("div", [p for piece in told for p in (" · ", piece)][1:], class_="note")


def change_table(pack: Pack, words: Words) -> Markup | None:
    """Every change with both figures; nothing where there is no earlier figure at all."""
    rows = compared(pack, words)
    if not rows:
        return None
    heads = [(words.say("report.indicator"), ""), *((words.say(key), "n") for key in HEADS)]
    body = [
        el("tr", row_head(named(one, words)),
           *(piece for against in (YEAR, PERIOD) for piece in three_cells(one, against, words)))
        for one in rows
    ]  # fmt: skip
    return table(heads, body, "plain changes", words.say("compare.title"))


def named(one: Compared, words: Words) -> str:
    """Its name with the unit of its figures."""
    return words.say("report.in_unit", head=one.name, unit=words.unit(one.measured))


def three_cells(one: Compared, against: str, words: Words) -> tuple[Markup, ...]:
    """The figure, the earlier one and the change; dashes where there is none."""
    found = of_kind(one.changes, against)
    if found is None:
        return (cell("—", style="n"),) * 3
    amounts = (words.amount(found.value, one.measured), words.amount(found.before, one.measured))
    return (
        *(cell(amount, style="n") for amount in amounts),
        cell(change_said(found, one.measured, words), style="n"),
    )


def of_kind(changes: Sequence[Comparison], against: str) -> Comparison | None:
    """The comparison with the year before, or with the period before."""
    return next((one for one in changes if one.against == against), None)


def counts_said(pack: Pack, words: Words) -> str:
    """How many targets rose and fell against the year before; nothing where none compares."""
    rows = [row for row in pack.overview.targets if row.indicator is not None]
    found = [of_kind(row.changes, YEAR) for row in rows]
    moved = [one.difference for one in found if one is not None and one.difference is not None]
    if not moved:
        return ""
    up, down = sum(x > 0 for x in moved), sum(x < 0 for x in moved)
    counts = {"up": up, "down": down, "level": len(moved) - up - down,
              "none": len(rows) - len(moved)}  # fmt: skip
    parts = [
        words.say(f"compare.count_{name}", count=words.whole(count))
        for name, count in counts.items()
        if count
    ]
    return words.say("compare.counts", parts=words.join(parts))


def starts_apart(pack: Pack) -> bool:
    """Whether a rate's baseline and the figure it is compared with are of one day and differ: the
    year's figure has every unit's last report, the last quarter's only those of that quarter.
    """
    if not is_over(pack.overview.elapsed):
        return False
    return any(
        row.baseline_kind == "previous_year" and row.baseline is not None
        and found.before is not None and found.is_rate
        and rounded(found.before, row.decimals) != rounded(row.baseline, row.decimals)
        for row in pack.overview.targets
        if (found := of_kind(row.changes, YEAR)) is not None
    )  # fmt: skip


def year_said(row: TargetRow, words: Words) -> str:
    """同比增长 5.1%; nothing where there is no change to tell."""
    found = of_kind(row.changes, YEAR)
    if found is None or found.change is None:
        return ""
    name = inside(name_words(found, words.language))
    said = change_words(found, row.decimals, words.language).lstrip("+−")
    rise = "up_points" if found.is_rate else "up"
    key = "level" if not NOT_ZERO.search(said) else rise if found.change > 0 else "down"
    return words.say("report.semicolon") + words.say(f"compare.{key}", name=name, change=said)


def change_remarks(row: TargetRow, words: Words) -> list[str]:
    """What to know of each change before relying on it."""
    return [
        f"{name_words(one, words.language)}{words.say('report.colon')}{said}"
        for one in row.changes
        if one.period is not None
        for said in caveats(one, words.language)
    ]
