"""Rules of what a target says over time: changes of its value, years it runs, shares of others."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from pipeline.definitions.draft import Draft, as_warning
from pipeline.definitions.lint.plans import each_target, measured_targets
from pipeline.definitions.spelling import suggestion
from pipeline.domain.finding import Finding
from pipeline.domain.indicator import Indicator, Measure
from pipeline.domain.period import make_period
from pipeline.domain.plan import Plan, Target
from pipeline.domain.split import Split, adds, reconcile, splits, target_key


def changes_are_documented(draft: Draft) -> Iterator[Finding]:
    """A changed value names the document that changed it, with number and date."""
    for plan, i, target in each_target(draft):
        for n, change in enumerate(target.changes):
            if change.document.number is None or change.document.issued_on is None:
                where = ("targets", i, "changes", n)
                yield draft.problem(
                    "change-undocumented", ("plan", plan.id), where, target=target.id
                )


def changes_follow_each_other(draft: Draft) -> Iterator[Finding]:
    """Changes lie in the target's span, one after the other, and change something."""
    for plan, i, target in each_target(draft):
        first, last = days_of(draft, plan, target)
        before, value = first, target.value
        for n, change in enumerate(target.changes):
            key, where = ("plan", plan.id), ("targets", i, "changes", n, "since")
            if not before < change.since <= last:
                yield draft.problem(
                    "change-out-of-order",
                    key,
                    where,
                    str(change.since),
                    after=str(before),
                    last=str(last),
                )
            if change.value == value:
                said = {"target": target.id, "value": f"{value:f}"}
                problem = draft.problem("change-without-effect", key, where[:-1], **said)
                yield as_warning(problem)
            before, value = max(before, change.since), change.value


def values_can_be(draft: Draft) -> Iterator[Finding]:
    """No value below zero is promised of what is counted or added up from nothing below zero: it
    would be reached on the first day, or never."""
    for plan, i, target, indicator in measured_targets(draft):
        if not is_never_negative(draft, indicator):
            continue
        said: list[tuple[tuple[str | int, ...], Decimal]] = [(("value",), target.value)]
        said += [(("changes", n, "value"), c.value) for n, c in enumerate(target.changes)]
        for where, value in said:
            if value < 0:
                yield draft.problem(
                    "target-below-zero", ("plan", plan.id), ("targets", i, *where), plain(value),
                    target=target.id, indicator=indicator.id,
                )  # fmt: skip


def is_never_negative(draft: Draft, indicator: Indicator) -> bool:
    """Whether both its sums are of counts, or of fields that the form bounds at zero or above."""
    sums = (*indicator.numerator, *(indicator.denominator or ()))
    return indicator.scale > 0 and bool(sums) and all(adds_from_zero(draft, one) for one in sums)


def adds_from_zero(draft: Draft, measure: Measure) -> bool:
    """Whether no row can add less than nothing."""
    if measure.aggregate in ("count", "count_distinct"):
        return True
    made = measure.expression
    section = draft.section(measure.form, measure.section)
    if section is None or (made is not None and (made.difference_of or made.days_between)):
        return False
    fields = [section.fields.get(name) for name in measure.adds_up]
    bounds = [field.minimum if field is not None else None for field in fields]
    return bool(bounds) and all(bound is not None and bound >= 0 for bound in bounds)


def days_of(draft: Draft, plan: Plan, target: Target) -> tuple[date, date]:
    """The first and last day of a target's span; every day where year or calendar are wrong."""
    calendar = draft.product.calendars.get(plan.calendar) if draft.product else None
    years = (target.from_year or plan.year.value, target.to_year or plan.year.value)
    if calendar is None or not all(1900 < year < 2200 for year in years):
        return date.min + timedelta(days=1), date.max
    first, last = (make_period(plan.calendar, calendar, "year", year, 1) for year in years)
    return first.start, last.end


def years_are_given_together(draft: Draft) -> Iterator[Finding]:
    """Years belong to promises over several years, and hold the plan's own year."""
    for plan, i, target in each_target(draft):
        first, last = target.from_year, target.to_year
        if first is None and last is None:
            continue
        year = plan.year.value
        fits = first is not None and last is not None and first <= year <= last and first < last
        if target.span != "multi_year" or not fits:
            where = ("targets", i, "from_year" if first is not None else "to_year")
            got = f"{first or '?'}–{last or '?'}"
            yield draft.problem(
                "years-do-not-fit", ("plan", plan.id), where, got, target=target.id, year=str(year)
            )


def shares_belong_to_a_target(draft: Draft) -> Iterator[Finding]:
    """``part_of`` names a target of a superior for the same thing in the same year."""
    known = {target_key(p, t): (p, t) for p, _, t in each_target(draft)}
    for plan, i, target in each_target(draft):
        if target.part_of is None or ("plan", target.part_of.split("/")[0]) in draft.broken:
            continue
        key, where = ("plan", plan.id), ("targets", i, "part_of")
        whole = known.get(target.part_of)
        if whole is None:
            near = suggestion(target.part_of, known)
            yield draft.problem("part-of-unknown", key, where, target.part_of, suggestion=near)
        elif not same_thing(draft, (plan, target), whole) or not below(draft, plan, whole[0]):
            said = {"target": target.id, "whole": target.part_of}
            yield draft.problem("part-does-not-fit", key, where, target.part_of, **said)


def same_thing(draft: Draft, part: tuple[Plan, Target], whole: tuple[Plan, Target]) -> bool:
    """Whether two targets measure the same in the same year."""
    units = draft.product.units if draft.product else {}
    bases = {units[t.unit].base if t.unit in units else t.unit for _, t in (part, whole)}
    told = {
        (t.indicator, tuple(sorted(t.segment.items())), t.kind, t.comparator, p.year.value)
        for p, t in (part, whole)
    }
    return len(bases) == 1 and len(told) == 1


def below(draft: Draft, plan: Plan, superior: Plan) -> bool:
    """Whether a plan's unit stands under another's, in any version of the tree."""
    above, seen = parents_of(draft, plan.unit), set[str]()
    while above:
        if superior.unit in above:
            return True
        seen |= above
        above = {parent for code in above for parent in parents_of(draft, code)} - seen
    return not draft.org_units


def parents_of(draft: Draft, code: str) -> set[str]:
    """The parents of a unit in any of its versions."""
    versions = (draft.org_units[i] for i in draft.unit_versions.get(code, ()))
    return {unit.parent for unit in versions if unit.parent}


def splits_add_up(draft: Draft) -> Iterator[Finding]:
    """The shares of a target make at least the target, or what the comparator asks."""
    if draft.product is None:
        return
    units = draft.product.units
    for split in splits(draft.plans.values()):
        if any(t.unit not in units for t in (split.target, *(t for _, t in split.parts))):
            continue
        day = days_of(draft, split.plan, split.target)[1]
        indicator = draft.indicators.get(split.target.indicator or "")
        found = reconcile(split, day, units, adds(indicator))
        if not found.adds_up:
            yield as_warning(gap_finding(draft, split, found.total, found.lowest, found.highest))


def gap_finding(
    draft: Draft, split: Split, total: Decimal | None, lowest: Decimal, highest: Decimal
) -> Finding:
    """What is missing between a target and its shares."""
    index = split.plan.targets.index(split.target)
    key, where = ("plan", split.plan.id), ("targets", index, "value")
    said = {
        "target": split.target.id, "parts": str(len(split.parts)),
        "whole": plain(split.target.last_value),
    }  # fmt: skip
    if total is None:
        said |= {"lowest": plain(lowest), "highest": plain(highest)}
        return draft.problem("split-rates-outside", key, where, **said)
    said |= {"total": plain(total), "gap": plain(total - split.target.last_value)}
    return draft.problem("split-does-not-add-up", key, where, **said)


def plain(value: Decimal) -> str:
    """A number without zeros at the end."""
    return f"{value.normalize():f}"
