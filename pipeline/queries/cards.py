"""Definition cards: an indicator's file, for reading."""

from datetime import date, timedelta

from pipeline.domain.form import Field
from pipeline.domain.indicator import Bound, Indicator, Measure, Test
from pipeline.domain.noun import Bilingual
from pipeline.indicators.relations import Section, rows_behind
from pipeline.queries.answers import DefinitionCard, DefinitionChange, MeasureText
from pipeline.queries.nouns import Nouns

COMPARISONS = {
    "at_least": Bilingual(zh="不早于（不小于）", en="at least"),
    "at_most": Bilingual(zh="不晚于（不大于）", en="at most"),
    "above": Bilingual(zh="晚于（大于）", en="above"),
    "below": Bilingual(zh="早于（小于）", en="below"),
}
DAYS = {
    "period_start": Bilingual(zh="期初", en="the period's first day"),
    "period_end": Bilingual(zh="期末", en="the period's last day"),
}
YES_NO = {"yes": Bilingual(zh="是", en="yes"), "no": Bilingual(zh="否", en="no")}


def card(known: Nouns, asked: Indicator, day: date) -> DefinitionCard:
    """Everything the indicator's file says of a day, with the SQL behind its measures."""
    indicator = asked.on(day)
    measures = [("numerator", m) for m in indicator.numerator]
    measures += [("denominator", m) for m in indicator.denominator]
    family = known.product.families.get(indicator.family or "")
    return DefinitionCard(
        indicator=known.indicator_ref(indicator.id),
        definition=indicator.definition,
        numerator_label=indicator.numerator_label,
        denominator_label=indicator.denominator_label,
        measures=tuple(measure_text(known, role, m) for role, m in measures),
        family=family,
        facts=indicator.source.facts,
        source_note=indicator.source.note,
        fact_names=known.facts_in(*indicator.source.facts, *both(indicator.source.note)),
        file=f"indicators/{indicator.theme}/{indicator.id}.yml",
        sql=";\n\n".join(f"-- {role}\n{sql_text(known, m)}" for role, m in measures),
        changes=tuple(
            DefinitionChange(former.until + timedelta(days=1), former.why)
            for former in asked.former
        ),
        holds_until=next((f.until for f in asked.former if day <= f.until), None),
    )


def both(said: Bilingual | None) -> tuple[str, ...]:
    """A text in each language."""
    return (said.zh, said.en) if said else ()


def sql_text(known: Nouns, measure: Measure) -> str:
    """The SQL that lists the rows behind a measure."""
    form = known.forms[measure.form]
    fields = form.sections[measure.section].fields
    section = Section(form.table(measure.section), fields, known.product.attributes)
    return rows_behind(section, measure, "")


def measure_text(known: Nouns, role: str, measure: Measure) -> MeasureText:
    """A measure in the words of its form."""
    form = known.forms[measure.form]
    section = form.sections[measure.section]
    fields = section.fields
    return MeasureText(
        role=role,
        form=form.title,
        section=section.title,
        field=fields[measure.field].label if measure.field in fields else None,
        aggregate=measure.aggregate,
        over_time=measure.over_time,
        conditions=tuple(
            condition_text(known, measure, name, wanted) for name, wanted in measure.where.items()
        ),
    )


def condition_text(
    known: Nouns, measure: Measure, name: str, wanted: Test | str | tuple[str, ...]
) -> Bilingual:
    """A condition as a sentence: 合同类型：综合、工资."""
    label = label_of(known, measure, name)
    if isinstance(wanted, str):
        wanted = (wanted,)
    if isinstance(wanted, tuple):
        return joined(label, " = ", words(known, measure, name, wanted))
    return test_text(known, measure, name, label, wanted)


def test_text(known: Nouns, measure: Measure, name: str, label: Bilingual, test: Test) -> Bilingual:
    """A comparison as a sentence."""
    parts: list[Bilingual] = []
    if test.one_of:
        parts.append(joined(label, " = ", words(known, measure, name, test.one_of)))
    if test.none_of:
        parts.append(joined(label, " ≠ ", words(known, measure, name, test.none_of)))
    if test.filled is not None:
        said = (
            Bilingual(zh="已填", en="filled") if test.filled else Bilingual(zh="未填", en="blank")
        )
        parts.append(joined(label, " ", said))
    if test.within:
        parts.append(joined(label, " ", Bilingual(zh="在报告期内", en="within the period")))
    for key, comparison in COMPARISONS.items():
        bound = getattr(test, key)
        if bound is not None:
            side = side_text(known, measure, bound)
            said = Bilingual(zh=comparison.zh + side.zh, en=f"{comparison.en} {side.en}")
            parts.append(joined(label, " ", said))
    return Bilingual(zh="，".join(p.zh for p in parts), en="; ".join(p.en for p in parts))


def with_segment(name: Bilingual, part: Bilingual) -> Bilingual:
    """A name with its segment behind it."""
    return Bilingual(zh=f"{name.zh}（{part.zh}）", en=f"{name.en} ({part.en})")


def declared_segment(known: Nouns, name: str, code: str) -> Bilingual:
    """A segment with measures of its own in words; as it is written where none are declared."""
    said = known.product.segments.get(name)
    if said is None or code not in said.values:
        return Bilingual(zh=f"{name}={code}", en=f"{name}={code}")
    return joined(said.name, " = ", said.values[code])


def side_text(known: Nouns, measure: Measure, bound: str | Bound) -> Bilingual:
    """What something is compared with."""
    if isinstance(bound, Bound):
        if bound.field:
            return label_of(known, measure, bound.field)
        bound = bound.day or bound.value or ""
    return DAYS.get(bound, Bilingual(zh=bound, en=bound))


def label_of(known: Nouns, measure: Measure, name: str) -> Bilingual:
    """A field's label, or what an attribute of the unit is called."""
    if name.startswith("unit."):
        attribute = name.removeprefix("unit.")
        unnamed = Bilingual(zh=attribute, en=attribute)
        return known.product.attribute_names.get(attribute, unnamed)
    return known.forms[measure.form].sections[measure.section].fields[name].label


def words(known: Nouns, measure: Measure, name: str, codes: tuple[str, ...]) -> Bilingual:
    """Codes in words."""
    found = [word_of(known, measure, name, code) for code in codes]
    return Bilingual(zh="、".join(w.zh for w in found), en=", ".join(w.en for w in found))


def word_of(known: Nouns, measure: Measure, name: str, code: str) -> Bilingual:
    """One code in words."""
    if name.startswith("unit."):
        words_ = known.product.attributes.get(name.removeprefix("unit."), {})
        return words_.get(code, Bilingual(zh=code, en=code))
    field = known.forms[measure.form].sections[measure.section].fields[name]
    if code in field.choices:
        return Bilingual(zh=field.choices[code].zh, en=field.choices[code].en)
    return YES_NO.get(code, Bilingual(zh=code, en=code))


def value_said(field: Field, value: str | None) -> Bilingual | None:
    """A stored yes, no or choice in words; None for values that are words or numbers already."""
    if value is None:
        return None
    if field.type == "boolean":
        return {"true": YES_NO["yes"], "false": YES_NO["no"]}.get(value)
    chosen = field.choices.get(value)
    return Bilingual(zh=chosen.zh, en=chosen.en) if chosen else None


def joined(label: Bilingual, between: str, said: Bilingual) -> Bilingual:
    """label + sign + words, in both languages."""
    return Bilingual(zh=f"{label.zh}{between}{said.zh}", en=f"{label.en}{between}{said.en}")


def segment_text(known: Nouns, indicator: Indicator, segment: str) -> Bilingual:
    """A segment in words: 合同类型 = 工资."""
    measure = indicator.numerator[0]
    parts = []
    for pair in segment.split(";"):
        name, _, codes = pair.partition("=")
        fields = known.forms[measure.form].sections[measure.section].fields
        if not name.startswith("unit.") and name not in fields:
            parts.append(declared_segment(known, name, codes))
            continue
        parts.append(condition_text(known, measure, name, tuple(codes.split(","))))
    return Bilingual(zh="，".join(p.zh for p in parts), en="; ".join(p.en for p in parts))


def segment_in_short(known: Nouns, indicator: Indicator, segment: str) -> Bilingual:
    """A segment on one field by its value alone, as beside a name: 工资. On several, in full."""
    said = segment_text(known, indicator, segment)
    if ";" in segment:
        return said
    return Bilingual(zh=said.zh.rpartition(" = ")[2], en=said.en.rpartition(" = ")[2])
