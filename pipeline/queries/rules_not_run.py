"""Rules and checks that had nothing to be made on, in the reports that count below a unit."""

from pipeline.queries.answers import NotRunList, NotRunRow
from pipeline.queries.findings import periods_within
from pipeline.queries.nouns import nouns
from pipeline.queries.units import breadcrumb, latest_period
from pipeline.templates.not_made import rule_words, section_behind, why_words
from pipeline.warehouse.reader import Reader

ROWS = """
with recursive below as (
    select $unit as unit
    union
    select org_unit.unit from below join org_unit on org_unit.parent = below.unit
)
select missed.form, missed.section, missed.rule, missed.reason, missed.scope, missed.fields,
       count(*) as reports, count(distinct missed.unit) as units, min(missed.unit) as first
from rule_not_run as missed join submission using (submission)
where submission.current and missed.unit in (from below)
  and ($periods is null or missed.period in (select unnest($periods::varchar[])))
group by all
order by reports desc, missed.form, missed.rule, missed.reason, missed.fields
"""
CHECKS = (
    "select id, body ->> '$.advice.zh', body ->> '$.advice.en' from definition where kind = 'check'"
)


def rules_not_run(
    reader: Reader, unit: str, limit: int = 40, period: str | None = None
) -> NotRunList:
    """Each rule that did not run, by reason, with how many reports of how many units;
    in the reports of one ``period`` and those within, or of all periods.

    A rule that was not made is no sign that all is well. Raises NotFound: no such unit, period.
    """
    known = nouns(reader)
    crumbs = breadcrumb(reader, unit, known.period(latest_period(reader, unit)))
    advice = {name: (zh, en) for name, zh, en in reader.rows(CHECKS)}
    periods = periods_within(known, known.period(period)) if period else None
    found = reader.rows(ROWS, {"unit": unit, "periods": periods})
    rows = []
    for form, table, rule, reason, scope, fields, reports, units, first in found[:limit]:
        section = section_behind(known.forms, form, table)
        what = rule_words(section, rule)
        if scope == "set" and rule in advice:
            what = what.model_copy(update=dict(zip(("zh", "en"), advice[rule], strict=True)))
        rows.append(
            NotRunRow(
                form=form,
                form_title=known.forms[form].title if form in known.forms else what,
                rule=rule,
                what=what,
                reason=reason,
                why=why_words(section, reason, fields.split(";") if fields else ()),
                reports=reports,
                units=units,
                example=known.unit(first),
            )
        )
    return NotRunList(known.unit(unit), crumbs, tuple(rows), len(found))
