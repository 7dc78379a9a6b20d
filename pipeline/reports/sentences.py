"""Sentences of a report: phrases of the catalogue with numbers bound to them."""

from decimal import Decimal

from pipeline.domain.status import Status
from pipeline.queries.answers import TargetRow
from pipeline.reports.changes import change_remarks, counts_said, year_said
from pipeline.reports.pack import Pack
from pipeline.reports.targets import (
    SAID,
    completion,
    gap,
    late,
    started_beyond,
    status_counts,
)
from pipeline.reports.words import Words, inside
from pipeline.wording.also import also_words
from pipeline.wording.dates import full_date
from pipeline.wording.duties import done_words, each_words, missed_words
from pipeline.wording.reasons import reason_words
from pipeline.wording.time_over import (
    days_words,
    elapsed_words,
    fell_below,
    tight_key,
    worst_key,
)

NAMED = 3
"""How many of the targets furthest behind the conclusion names."""


def conclusion(pack: Pack, words: Words) -> str:
    """Where the targets stand, how much time has passed, what is tightest, who has reported."""
    return targets_said(pack, words) + counts_said(pack, words) + completeness(pack, words)


def targets_said(pack: Pack, words: Words) -> str:
    """How many targets have which status, and which are furthest behind."""
    rows, elapsed = pack.overview.targets, pack.overview.elapsed
    if not rows:
        said = words.say("report.no_plan" if pack.overview.headline else "report.nothing")
        return said if words.is_chinese else f"{said} "
    counts = status_counts(rows)
    parts = [
        words.say(f"conclusion.{status.value}", count=words.whole(counts[status]))
        for status in SAID if counts[status]
    ]  # fmt: skip
    unjudged = len(rows) - sum(counts.values())
    if unjudged:
        parts.append(words.say("conclusion.unjudged", count=words.whole(unjudged)))
    said = words.say("conclusion.counts", total=words.whole(len(rows)), parts=words.join(parts))
    if elapsed is not None:
        said += elapsed_words(rows, elapsed, words.language)
        said += tightest(pack, words)
    return said if words.is_chinese else said.rstrip() + " "


def tightest(pack: Pack, words: Words) -> str:
    """The targets furthest behind, each with its completion and its days."""
    named = [
        tight(row, words.text(row.name), words)
        for row in late(pack.overview.targets)
        if completion(row) is not None and row.gap_days is not None
    ][:NAMED]
    if not named:
        return words.say("conclusion.end")
    said = words.join([words.say("join.titles").join(named[:-1]), named[-1]], "join.and")
    key = worst_key(pack.overview.elapsed)
    return words.say(key, names=said if len(named) > 1 else named[0])


def tight(row: TargetRow, name: str, words: Words) -> str:
    """A target with its completion, or that it fell below its baseline, and its days."""
    language = words.language
    return words.say(tight_key(row, language), name=name, pace=days_words(row, language),
                     completion=words.percent(row.completion))  # fmt: skip


def completeness(pack: Pack, words: Words) -> str:
    """How many units and reports are in."""
    if not pack.overview.forms:
        return words.say("report.nothing_due")
    return units_said(pack, words) + reports_said(pack, words)


def units_said(pack: Pack, words: Words) -> str:
    """How many units have sent all they owe."""
    answer = pack.overview
    share = Decimal(100) * answer.reported / answer.expected if answer.expected else None
    return words.say(
        "report.complete_units", expected=words.whole(answer.expected),
        reported=words.whole(answer.reported), share=words.percent(share),
    )  # fmt: skip


def reports_said(pack: Pack, words: Words) -> str:
    """How many reports are due, in, on time, returned, missing."""
    forms = pack.overview.forms
    counts = {
        name: words.whole(sum(getattr(form, name) for form in forms))
        for name in ("expected", "accepted", "on_time", "withheld", "missing")
    }
    return words.say("reporting.said", **counts)


def caution(pack: Pack, words: Words) -> str:
    """What the figures leave out."""
    said = words.say("page.absent_is_not_zero")
    gaps = [
        words.text(row.name)
        for row in pack.overview.targets
        if row.status in (Status.INCOMPLETE, Status.NO_DATA)
    ]
    pieces = [said]
    if gaps:
        pieces.append(words.say("report.incomplete_targets", names=words.join(gaps, "join.titles")))
    if pack.overview.findings_open:
        count = words.whole(pack.overview.findings_open)
        pieces.append(words.say("report.open_findings", count=count))
    return ("" if words.is_chinese else " ").join(piece.strip() for piece in pieces)


def findings_said(pack: Pack, words: Words) -> str:
    """What the open findings beside the units below are, and how many stand beside none."""
    count = pack.overview.findings_elsewhere
    if not count:
        return words.say("page.findings_of_all_periods")
    return words.say("page.findings_elsewhere", count=words.whole(count))


def late_said(row: TargetRow, words: Words) -> str:
    """What stands there, what is due, what is left and how much a month that takes."""
    goal = words.with_unit(row.target, row)
    if row.comparator == "<=":
        goal = words.say("report.ceiling", value=goal)
    said = words.say(
        "report.late_line", actual=words.with_unit(row.actual.value, row),
        target=goal,
    )  # fmt: skip
    points = gap(row)
    if points is not None:
        key = "report.late_below" if fell_below(row) else "report.late_pace"
        said += words.say(
            key, completion=words.percent(row.completion), due=words.percent(row.due),
            gap=words.points(points), baseline=words.with_unit(row.baseline, row),
        )  # fmt: skip
    said += left_said(row, words) + year_said(row, words)
    if row.unreachable or row.missed:
        said += words.say("report.semicolon") + inside(reach_said(row, words))
    return said + words.say("conclusion.end")


def left_said(row: TargetRow, words: Words) -> str:
    """What is still to do; of a ceiling, by how much it was passed."""
    if row.excess is not None:
        return words.say("report.exceeded", excess=words.still_needed(row.excess, row))
    if row.to_go is None:
        return ""
    said = words.say("report.late_left", remaining=words.still_needed(row.to_go, row))
    if row.needed_per_month:
        needed = words.still_needed(row.needed_per_month, row)
        said += words.say("report.late_month", needed=needed)
    return said


def reach_said(row: TargetRow, words: Words) -> str:
    """That the best pace ever seen does not suffice any more, or that the time is over."""
    if row.missed:
        return missed_words(row, words.language) or words.say("target.missed")
    return words.say("target.out_of_reach", day=full_date(row.unreachable_on, words.language))


def changes_said(row: TargetRow, words: Words) -> list[str]:
    """What the target was before each change, and by which document it was changed."""
    return [
        words.say("target.changed", value=words.amount(before.value, row),
                  completion=words.percent(before.completion),
                  day=full_date(after.since, words.language),
                  number=after.number or words.text(after.document))
        for before, after in zip(row.versions, row.versions[1:], strict=False)
    ]  # fmt: skip


def duty_said(row: TargetRow, words: Words) -> list[str]:
    """Of a duty: in each of which spans, how many were done, or which one was judged."""
    told = [each_words(row, words.language), done_words(row, words.language)]
    if row.judged_in is not None:
        told.append(words.say("duty.judged_in", period=words.text(row.judged_in.label)))
    return [said for said in told if said]


def remark(row: TargetRow, words: Words) -> str:
    """Why a target has no completion; what it was before; whether it is out of reach; how a rate
    stands in another period."""
    why = reason_words(row.reason, words.language)
    told = [why] if why else []
    if started_beyond(row):
        told = [words.say("report.started_beyond")]
    told += duty_said(row, words) + changes_said(row, words)
    if row.unreachable or row.missed:
        told.append(reach_said(row, words))
    told += [also_words(row.also, row, words)] if row.also else []
    told += change_remarks(row, words)
    return words.say("report.semicolon").join(told)
