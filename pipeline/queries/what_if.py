"""What if: the same questions put to a world with inputs that nobody sent. Nothing is stored."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import IndicatorSupposed, PeriodRef, TargetSupposed, WhatIf
from pipeline.queries.nouns import NotFound, Nouns, near, nouns
from pipeline.queries.targets import targets_of_all_plans
from pipeline.queries.units import coming_at
from pipeline.queries.values import nothing, span_of, values
from pipeline.scenarios.changes import NothingToChange, UnfitValue
from pipeline.scenarios.question import Change, Figure, Promise, Repeat
from pipeline.scenarios.world import World, question_of
from pipeline.warehouse.publishing import Publication
from pipeline.warehouse.reader import Reader
from pipeline.wording.phrases import phrase

FIELD = Bilingual(zh="栏目", en="field")
TARGET = Bilingual(zh="目标", en="target")
FIGURE = Bilingual(
    zh="可改的一行报数（只能改每期一行的表，而且本期或以前要有一份计入）",
    en="single row to change, of a report of this period or before that counts",
)
IN_PERIOD = Bilingual(
    zh="可以假设的报告期（要有报表计入）", en="period to suppose in (some report has to count)"
)
VALUE = Bilingual(zh="值", en="value")


class Unusable(NotFound):
    """What is to be supposed is not written as it must be: where, what was got, what is wanted."""

    def __init__(self, key: str, place: str, got: str) -> None:
        super().__init__(VALUE, got, [])
        self.message_zh, self.message_en = (
            phrase(key, "zh", place=place, got=got), phrase(key, "en", place=place, got=got)
        )  # fmt: skip
        self.args = (self.message_en,)


def what_if(
    reader: Reader,
    unit: str,
    period: str,
    *,
    late_repeat: bool = False,
    figures: Sequence[str] = (),
    promises: Sequence[str] = (),
) -> WhatIf:
    """A unit's targets and indicators before and after.

    ``late_repeat``: whoever below the unit owes a report of the period sends the last one again.
    ``figures``: ``form.field@unit=value``, of the period. ``promises``: ``plan/target=value``, in
    the target's unit. Raises NotFound.
    """
    known = nouns(reader)
    known.unit(unit)
    at = known.period(period)
    if at.code in {one.code for one in coming_at(reader, unit)}:
        raise NotFound(IN_PERIOD, at.code, [])
    changes: list[Change] = [Repeat(unit, period)] if late_repeat else []
    changes += [figure_of(known, text, period) for text in figures]
    changes += [promise_of(known, text) for text in promises]
    try:
        return supposing(reader, reader.publication, unit, at, tuple(changes))
    except NothingToChange as wrong:
        asked = wrong.figure
        raise NotFound(FIGURE, f"{asked.table}.{asked.field}@{asked.unit}", []) from wrong
    except UnfitValue as wrong:
        asked = wrong.figure
        said = next(text for text in figures if figure_of(known, text, period) == asked)
        raise Unusable("whatif.unfit", said.partition("=")[0], asked.text) from wrong


@lru_cache(maxsize=8)
def supposing(
    reader: Reader, publication: Publication, unit: str, at: PeriodRef, changes: tuple[Change, ...]
) -> WhatIf:
    """What would be, by this ``publication``; the last answers are remembered, since a page is
    asked for again in the other language, to be printed, or by going back.
    """
    base = reader.base if isinstance(reader, World) else reader
    supposed = World(base, replace(question_of(reader), changes=changes))
    try:
        return compared(reader, supposed, unit, at)
    finally:
        supposed.discard()


def figure_of(known: Nouns, text: str, period: str) -> Figure:
    """``form.field@unit=value`` as a change; the form may name a section: ``form.section``."""
    place, given, value = text.partition("=")
    path, _, unit = place.partition("@")
    if not (given and unit):
        raise Unusable("whatif.figure_form", "--set", text)
    form_id, _, rest = path.partition(".")
    if form_id not in known.forms:
        raise NotFound.form(form_id, known.forms)
    known.unit(unit)
    form = known.forms[form_id]
    section, _, field = rest.rpartition(".")
    found = [
        name for name, one in form.sections.items()
        if field in one.fields and section in ("", name)
    ]  # fmt: skip
    if len(found) != 1:
        fields = [f"{form_id}.{f}" for one in form.sections.values() for f in one.fields]
        raise NotFound(FIELD, path, near(path, fields))
    return Figure(form.table(found[0]), field, unit, period, value)


def promise_of(known: Nouns, text: str) -> Promise:
    """``plan/target=value`` as a change."""
    place, given, value = text.partition("=")
    plan, slash, target = place.partition("/")
    if not (given and slash and value):
        raise Unusable("whatif.target_form", "--target", text)
    places = [f"{p.id}/{t.id}" for p in known.plans.values() for t in p.targets]
    if place not in places:
        raise NotFound(TARGET, place, near(place, places))
    if not is_number(value):
        raise Unusable("whatif.no_number", place, value)
    return Promise(plan, target, value)


def is_number(text: str) -> bool:
    """Whether a target can have this value."""
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def compared(reader: Reader, supposed: Reader, unit: str, at: PeriodRef) -> WhatIf:
    """The same questions to both."""
    known = nouns(reader)
    count = "select count(*) from submission"
    before, after = (targets_of_all_plans(one, unit, at) for one in (reader, supposed))
    mine = {(row.plan_id, row.target_id): row for row in after}
    return WhatIf(
        unit=known.unit(unit, at.end),
        period=at,
        repeated=supposed.rows(count)[0][0] - reader.rows(count)[0][0],
        targets=tuple(
            TargetSupposed(row, mine[row.plan_id, row.target_id])
            for row in before
            if (row.plan_id, row.target_id) in mine
        ),
        indicators=tuple(changed(known, reader, supposed, unit, at)),
    )


def changed(
    known: Nouns, reader: Reader, supposed: Reader, unit: str, at: PeriodRef
) -> list[IndicatorSupposed]:
    """The indicators whose whole has other sums, in every family; none that cannot be computed
    again, as an extract does not hold what it is counted by."""
    asked = list(known.indicators.values())
    stored = [values(one, asked, [unit], [at]) for one in (reader, supposed)]
    keys = sorted(key for key in stored[1] if not key[2])
    found = []
    for key in keys:
        empty = nothing(span_of(known.indicators[key[0]]))
        before, after = (one.get(key, empty) for one in stored)
        if (before.numerator, before.denominator) != (after.numerator, after.denominator):
            ref = known.indicator_ref(key[0])
            label = known.product.families.get(key[1])
            found.append(IndicatorSupposed(ref, key[1], before, after, label))
    return found
