"""What is said under a target: changed values, distance in its unit, what is out of reach."""

from collections.abc import Sequence
from decimal import Decimal

from dash import html

from dashboards.components import parts
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.status import Status
from pipeline.queries.answers import IndicatorPage, Overview, TargetRow
from pipeline.wording.duties import done_words, missed_words
from pipeline.wording.time_over import is_over


def other_plans(answer: Overview | IndicatorPage, view: View) -> list[Part]:
    """The plans of the unit that are not shown, each with the way to it."""
    if not answer.other_plans:
        return []
    said: list[Part] = [view.say("targets.other_plans")]
    for one in answer.other_plans:
        said += [" ", parts.link(view.text(one.title), view.selection.change(plan=one.id).href())]
    return [html.P(said, className="data-line")]


def distance(row: TargetRow, view: View) -> list[Part]:
    """Ahead of or behind the schedule in the target's own unit."""
    if not row.gap_value or row.status is Status.DONE:
        return []
    key = "pace.short" if row.gap_value < 0 else "pace.more"
    said = view.say(key, amount=view.still_needed(abs(row.gap_value), row))
    return [html.Div(said, className="data-line")]


def years(row: TargetRow, view: View) -> list[Part]:
    """The years of a promise over several."""
    if row.years is None:
        return []
    first, last = row.years
    return [html.Div(view.say("target.years", first=first, last=last), className="note")]


def changed(row: TargetRow, view: View) -> list[Part]:
    """What the target was before it was changed, and by which document it was."""
    return [
        html.Div(
            view.say("target.changed", value=view.amount(before.value, row),
                     completion=view.percent(before.completion), day=view.day(after.since),
                     number=after.number or view.text(after.document)),
            className="note changed",
        )
        for before, after in zip(row.versions, row.versions[1:], strict=False)
    ]  # fmt: skip


def out_of_reach(row: TargetRow, elapsed: Decimal | None, view: View) -> list[Part]:
    """That the best pace ever seen does not suffice any more, or that the time is over: not of
    each where all the plan's time has ``elapsed``, which is said above.
    """
    if row.missed:
        said = missed_words(row, view.language)
        if said is None and is_over(elapsed):
            return []
        return [html.Div(said or view.say("target.missed"), className="note reach")]
    if not row.unreachable:
        return []
    said = view.say("target.out_of_reach", day=view.full_day(row.unreachable_on))
    return [html.Div(said, className="note reach")]


def duty(row: TargetRow, view: View) -> list[Part]:
    """How many spans of a duty were done, or which one was judged."""
    said = done_words(row, view.language)
    if row.judged_in is not None:
        said = view.say("duty.judged_in", period=view.text(row.judged_in.label))
    return [html.Div(said, className="note")] if said else []


def pace_facts(row: TargetRow, view: View) -> list[tuple[str, Part | list[Part]]]:
    """What is needed, the best ever seen, and until when that would do."""
    pairs: list[tuple[str, Part | list[Part]]] = []
    if row.versions:
        pairs.append((view.say("target.change"), changed(row, view)))
    if row.needed_per_month:
        needed = view.still_needed(row.needed_per_month, row)
        pairs.append((view.say("target.needed"), needed))
    if row.best_per_month is not None and row.status is not Status.DONE:
        best = view.say("target.per_month", amount=view.still_needed(row.best_per_month, row))
        pairs.append((view.say("target.best_pace"), best))
    if row.unreachable_on is not None:
        day = view.full_day(row.unreachable_on)
        said = day if row.unreachable else view.say("target.out_of_reach_from", day=day)
        pairs.append((view.say("target.latest_start"), said))
    return pairs


def schedules(rows: Sequence[TargetRow], view: View) -> list[Part]:
    """Where learned schedules come from, and where a straight line stands in; folded."""
    asked = [row for row in rows if row.schedule_asked == "learned"]
    if not asked:
        return []
    summary = html.Summary(view.say("target.schedules", count=view.whole(len(asked))))
    terms: list[Part] = []
    for row in asked:
        learned = view.say("join.items").join(str(year) for year in row.learned_from)
        key = "target.learned" if row.schedule == "learned" else "target.fallback"
        terms += [html.Dt(view.text(row.name)), html.Dd(view.say(key, years=learned))]
    return [html.Details([summary, html.Dl(terms, className="pairs")])]
