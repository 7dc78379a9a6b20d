"""Faults to be planted in the engine, each of which the tests must notice.

A fault is one place of the code said differently. ``proof`` is what must fail then: ``oracle``
(invented worlds against the plain-Python oracle), or a test file.
"""

from dataclasses import dataclass

ORACLE = "oracle"
TARGETS = "tests/indicators/test_targets.py"
PACE = "tests/indicators/test_pace.py"
LOADING = "tests/warehouse/test_loading.py"
CORRECTIONS = "tests/queries/test_corrections.py"
TRACE = "tests/queries/test_trace.py"
PATTERNS = "tests/appraisal/test_patterns.py"
HISTORY = "tests/indicators/test_history.py"
ROWS = "tests/indicators/test_rows_that_count.py"
MEANING = "tests/docs/test_meaning.py"
WAYS = "tests/appraisal/test_path.py"
BELOW = "tests/appraisal/test_units_below.py"
ADDED = "tests/appraisal/test_totals.py"
OWN = "tests/appraisal/test_own_targets.py"
JUDGED = "indicators/targets.py"
DUTIES = "tests/indicators/test_duties.py"
DUTY = "indicators/duties.py"
READ_DUTIES = "appraisal/duty_readings.py"
ACTUALS = "indicators/actuals.py"
POINTS = "appraisal/points.py"
TOTALS = "appraisal/totals.py"
MODELS = "indicators/models"
RELATIONS = "indicators/relations.py"
VALUES = f"{MODELS}/indicator_value.sql"
LAST = f"{MODELS}/pick_last.sql"
SUM = f"{MODELS}/group_window_sum.sql"
AVERAGE_OF_RATES = """join time_window as w using (win);
update indicator_value as up set value = mean.value
from (
    select below.indicator, below.family, below.segment, below.win, tree.parent as unit,
           avg(below.value) as value
    from indicator_value as below
    join time_window as win on win.win = below.win
    join unit_tree as tree on tree.unit = below.unit and tree.day = win.ends
    where tree.parent is not null
    group by all
) as mean
where up.denominator is not null and mean.unit = up.unit and mean.win = up.win
  and mean.indicator = up.indicator and mean.family = up.family and mean.segment = up.segment
"""


@dataclass(frozen=True)
class Fault:
    """``old`` stands exactly once in ``file`` (below ``pipeline/``) and becomes ``new``."""

    name: str
    file: str
    old: str
    new: str
    proof: str = ORACLE


FAULTS = (
    # How sums and rates come about
    Fault("average of rates", VALUES, "join time_window as w using (win)",
          AVERAGE_OF_RATES),
    Fault("division by zero is zero", VALUES,
          "shape.scale * e.numerator / e.denominator end,",
          "shape.scale * e.numerator / e.denominator else 0 end,"),
    Fault("not reported is zero", VALUES,
          "       e.numerator, e.denominator, e.numerator_carried",
          "       coalesce(e.numerator, 0), e.denominator, e.numerator_carried"),
    Fault("only the largest term", VALUES,
          "sum(v.value) filter (term.role = 'numerator') as numerator,",
          "max(v.value) filter (term.role = 'numerator') as numerator,", ROWS),
    Fault("mean of the units instead of their sum", f"{MODELS}/climb_step.sql",
          "sum(below.value)", "avg(below.value)"),
    Fault("blank counts as zero", RELATIONS,
          "total = amount(section, measure).sum(where=rows)",
          "total = amount(section, measure).fill_null(0).sum(where=rows)"),
    Fault("no row is absent", RELATIONS,
          "ibis.ifelse(rows.sum().fill_null(0) == 0, 0, total).cast(NUMBER)",
          "total.cast(NUMBER)"),
    Fault("a value that stands twice counts twice", RELATIONS,
          '.nunique(where=rows)', '.count(where=rows)', ROWS),
    Fault("overlapping groups are added", RELATIONS, "inner[name].max()", "inner[name].sum()"),
    # Which rows count
    Fault("segment filter dropped", RELATIONS,
          "            tests += conditions(section, name, codes)", "            continue"),
    Fault("a blank is among the refused codes", RELATIONS,
          "column.isnull() | column.notin(refused)", "column.notin(refused)", ROWS),
    Fault("day of the event ignored", RELATIONS,
          "found.append(column.between(section.rows.w_start, section.rows.w_end))", "pass", ROWS),
    Fault("expired contracts are in force", RELATIONS,
          "        return section.rows.w_end", "        return section.rows.w_start"),
    # Over time
    Fault("latest report at the parent", LAST,
          "mine.starts >= days.starts and mine.ends <= days.ends\n",
          "mine.starts >= days.starts and mine.ends <= days.ends where mine.ends = (select"
          " max(m.ends) from mine as m where m.starts >= days.starts and m.ends <= days.ends)\n"),
    Fault("first report instead of the last", LAST,
          "mine.unit, days.grp, arg_max(mine.submission,",
          "mine.unit, days.grp, arg_min(mine.submission,"),
    Fault("start of the window ignored", SUM, "days.w_start >= win.starts and ", ""),
    Fault("a long report counts in a short window", SUM,
          "days.w_end <= win.ends", "days.w_start <= win.ends"),
    Fault("blank reports thin the average", f"{MODELS}/unit_value_average.sql",
          "nullif(sent.reports - count(*) filter (long.amount is null), 0)",
          "nullif(sent.reports, 0)"),
    Fault("year to date ignored", "indicators/windows.py",
          "starts = period.year_start", "starts = period.start"),
    Fault("year starts on 1 January whatever the calendar", "domain/period.py",
          "first = date(year - 1 if calendar.year_before else year, month, day)",
          "first = date(year - 1 if calendar.year_before else year, 1, 1)"),
    # What is missing
    Fault("carried over mixed into the value", f"{MODELS}/level_value.sql",
          "sum(long.amount) filter (not long.carried),", "sum(long.amount),"),
    Fault("segments of units without others below them are lost", f"{MODELS}/side_by_side.sql",
          "place.unit = scanned.unit and",
          "place.unit = scanned.unit and scanned.code is null and"),
    Fault("a unit of one report counts as none in a segment", f"{MODELS}/side_by_side.sql",
          "count(*) as reports", "0::bigint as reports"),
    Fault("segments of units with a plan are given away", f"{MODELS}/added_for.sql",
          " or planned.unit is not null", ""),
    Fault("the oldest report is carried over", LAST,
          "missing.grp, arg_max(mine.submission,", "missing.grp, arg_min(mine.submission,"),
    Fault("flows are carried over", VALUES,
          "bool_and(measure.over_time = 'last'\n                        and not"
          " contains(measure.definition, '\"within\":\"period\"')) as is_stock",
          "bool_and(measure.over_time = 'last') as is_stock", ROWS),
    Fault("expected are those who reported", f"{MODELS}/completeness_start.sql",
          "count(*) as reports_expected", "count(*) filter (reached.is_in) as reports_expected"),
    Fault("an earlier register stands for the later ones", f"{MODELS}/completeness_start.sql",
          "filter (reached.period_ends <= reached.last_in)",
          "filter (reached.last_in is not null)"),
    Fault("a later register does not stand for those before", f"{MODELS}/completeness_start.sql",
          "filter (reached.period_ends <= reached.last_in)", "filter (reached.is_in)"),
    # Who counts, and where
    Fault("closed units hold stocks", LAST, " and tree.is_open", ""),
    Fault("merged and closed units go on owing", f"{MODELS}/expected_report.sql",
          " and owed.ends <= owing.valid_to", ""),
    Fault("units owe before they opened", f"{MODELS}/expected_report.sql",
          "owing.valid_from <= owed.ends and ", ""),
    Fault("a moved unit stays where it was", f"{MODELS}/unit_tree.sql",
          "order by valid_from, rowid desc", "order by valid_from desc"),
    Fault("today's tree over old periods", f"{MODELS}/unit_tree.sql",
          "(version.next_from is null or days.day < version.next_from)",
          "version.next_from is null"),
    # Which version counts
    Fault("withheld versions count", "warehouse/loading.py",
          "verdict = 'accepted' and row_number()", "row_number()"),
    Fault("the first version counts", "warehouse/loading.py",
          "why is null order by received_at desc, version desc, submission desc",
          "why is null order by received_at, version, submission"),
    Fault("corrections are not applied", "warehouse/corrections.py",
          "    write(connection, spot.table, cell.field, submission, source_row, value)",
          "    pass"),
    Fault("a correction overrides a changed source", "warehouse/corrections.py",
          "    if not as_expected:", "    if False:"),
    Fault("a corrected fact is not put back", "warehouse/corrections.py",
          "        put_back(connection)\n",
          "        connection.execute('delete from correction')\n", CORRECTIONS),
    Fault("a late change waits for no reason", "warehouse/flow.py",
          "elif unreasoned.get(submission, 0) > gone:", "elif False:",
          "tests/queries/test_late_changes.py"),
    Fault("a return that was taken back holds on", "warehouse/flow.py",
          "if version <= upto and revoked is None else", "if version <= upto else",
          "tests/queries/test_revoking.py"),
    Fault("an approval that was taken back holds on", "warehouse/flow.py",
          "elif event.sha256 == sha256 and revoked is None:", "elif event.sha256 == sha256:",
          "tests/queries/test_revoking.py"),
    Fault("a lower level undoes what a higher one approved", "domain/stage.py",
          "return next((unit for unit in later if unit in higher), None)", "return None",
          "tests/queries/test_revoking.py"),
    Fault("a lock holds for everybody", "warehouse/locks.py",
          "if by in above and unit not in lock.exempt", "if unit not in lock.exempt",
          "tests/queries/test_locks.py"),
    Fault("in time on the day after", "warehouse/arrival.py", "if days > 0", "if days > 1",
          LOADING),
    # Targets
    Fault("baseline ignored", "indicators/targets.py",
          "HUNDRED * (value - baseline) / (target.value - baseline)",
          "HUNDRED * value / target.value", TARGETS),
    Fault("a broken ceiling is kept", "indicators/targets.py",
          "kept = value <= target.value", "kept = value >= target.value", TARGETS),
    Fault("judged although few reported", "indicators/targets.py",
          "    if is_incomplete(plan, actual):", "    if False:", TARGETS),
    Fault("the year's first day is not counted", "indicators/pace.py",
          "first = date.fromordinal(span.start.toordinal() - 1)", "first = span.start", PACE),
    Fault("the way down is judged as a way up", JUDGED,
          "    sign = -1 if falls(target) else 1\n    due = schedule",
          "    sign = 1\n    due = schedule"),
    Fault("thresholds of the plan ignored", JUDGED,
          "if gap >= -plan.thresholds.behind and not over:", "if gap >= -5 and not over:", TARGETS),
    Fault("a later value holds before its document", "domain/plan.py",
          "[change.value for change in self.changes if change.since <= day]",
          "[change.value for change in self.changes]"),
    Fault("the first of several changes goes on holding", "domain/plan.py",
          "return held[-1] if held else self.value", "return held[0] if held else self.value"),
    Fault("a segment's target is judged on the whole", ACTUALS,
          "now = self.values.get((indicator.id, segment, plan.unit,",
          'now = self.values.get((indicator.id, "", plan.unit,'),
    Fault("given points ignored, pace from the first day", "indicators/pace.py",
          'if plan.schedule != "points":', "if True:"),
    Fault("the year itself is learned from", "indicators/history.py",
          "if period.year < before}", "if period.year <= before}", HISTORY),
    Fault("the best pace is of the future too", "indicators/history.py",
          "        if period.end <= until\n", ""),
    Fault("earlier years of a long promise forgotten", ACTUALS,
          "for year in range(first, period.year)]", "for year in ()]", OWN),
    Fault("the target's unit ignored", ACTUALS,
          "return product.units[indicator.unit].factor / product.units[target.unit].factor",
          "return Decimal(1)"),
    Fault("a stock falls because someone is late", ACTUALS,
          'if indicator.nature == "stock" and carried is not None:', "if False:"),
    # Duties
    Fault("a year of a duty is judged by its own sum", DUTY,
          "return tuple(span for span in every if within.start <= span.end <= within.end)",
          "return (within,)", DUTIES),
    Fault("a missed quarter is made good by the others", DUTY,
          "    if any(word in MISSED for word in words):", "    if False:", DUTIES),
    Fault("a quarter that has not ended is missed", DUTY,
          "return self.period.end <= self.known_until", "return True", DUTIES),
    Fault("a quarter without reports does no harm", DUTY,
          "    if Status.INCOMPLETE in words or any(unknown):", "    if False:", DUTIES),
    Fault("the quarters before a unit opened are owed", DUTY,
          "    return any(first <= span.end <= last for",
          "    return True or any(first <= span.end <= last for", DUTIES),
    Fault("a broken ceiling waits for the quarter's end", DUTY,
          "if value <= span.goal else False", "if value <= span.goal or not span.ended else False",
          DUTIES),
    Fault("missed on the day of the last quarter missed", DUTY, "min(broken,", "max(broken,",
          DUTIES),
    Fault("a later value of a duty holds in earlier quarters", ACTUALS,
          "DutySpan(span, target.value_on(span.end)", "DutySpan(span, target.value_on(period.end)",
          DUTIES),
    Fault("what is over and short by little is on pace", DUTY,
          "    return Status.FAR_BEHIND if far else Status.BEHIND",
          "    return Status.FAR_BEHIND if far else Status.ON_PACE", DUTIES),
    Fault("a silent quarter is scored as a failed one", READ_DUTIES,
          '    if item.missing == "zero":', "    if True:", OWN),
    Fault("scored before it is due", TOTALS,
          '    if worked.why == "not_due":\n        return', "    if False:\n        return",
          MEANING),
    Fault("a duty since January is scored by the last quarter", READ_DUTIES,
          'scene.period.year_start if item.span == "to_date" else scene.period.start',
          "scene.period.start", MEANING),
    # Scores
    Fault("late days are not deducted", POINTS,
          "return deducted(formula, full, rule.points * value, full,",
          "return deducted(formula, full, ZERO, full,", PATTERNS),
    Fault("late from the period's last day", "appraisal/models/lateness.sql",
          "date_diff('day', expected.due_on, received.day)",
          "date_diff('day', expected.ends, received.day)",
          "tests/appraisal/test_scoring.py"),
    Fault("ties are ranked apart", TOTALS,
          "above = sum(1 for total in totals if total > score.total)",
          "above = sum(1 for total in totals if total > score.total)"
          " + sum(1 for other in found if other.total == score.total)", ADDED),
    Fault("a veto is ignored", TOTALS,
          'for kind, name in ((Veto, "veto"), (Prerequisite, "prerequisite")):',
          'for kind, name in ((Prerequisite, "prerequisite"),):', PATTERNS),
    Fault("a prerequisite is ignored", TOTALS,
          'for kind, name in ((Veto, "veto"), (Prerequisite, "prerequisite")):',
          'for kind, name in ((Veto, "veto"),):', PATTERNS),
    Fault("a veto does not cut the total", TOTALS,
          "            if over > 0:\n", "            if over > 1000:\n", PATTERNS),
    Fault("a cap does not cut", TOTALS,
          "return Worked(min(most - earned, ZERO), kind, parts)",
          "return Worked(ZERO, kind, parts)", PATTERNS),
    Fault("the rest does not weigh more", TOTALS,
          "    reweight(scoring, sums)\n    total", "    total", ADDED),
    Fault("points are cut, not rounded", TOTALS, ", ROUND_HALF_UP)", ", 'ROUND_DOWN')", ADDED),
    Fault("a score with missing reports is final", TOTALS,
          "self.reading.incomplete and self.state in", "False and self.state in"),
    Fault("silent units below count as nothing", "appraisal/inputs.py",
          "mean = sum(totals, ZERO) / len(totals)", "mean = sum(totals, ZERO) / len(below)", BELOW),
    Fault("closed units are scored", "appraisal/peers.py", "where tree.is_open\n", ""),
    Fault("a unit's own target ignored", "appraisal/inputs.py",
          "    if mine:\n", "    if False:\n", OWN),
    Fault("one target for every plan's id", "appraisal/figures.py",
          "promised.setdefault(target.id, []).append(target)",
          "promised[target.id] = [target]"),
    Fault("a unit scored on a segment has none", "indicators/segments.py",
          "    return found | scored\n", "    return found\n", OWN),
    Fault("refreshed without the other plans", "indicators/refresh.py",
          "score_and_store(connection, catalogue, reached.plans)",
          "score_and_store(connection, reached)", OWN),
    Fault("a ceiling has a way from nothing for units below", "appraisal/inputs.py",
          'return None if target.comparator == "<=" else ZERO', "return ZERO", OWN),
    # The ways up
    Fault("a change counts in one item only", "appraisal/path.py",
          "same = other.key == figure.key or other.key in figure.counts_in",
          "same = other is figure", WAYS),
    Fault("another share may pass its whole", "appraisal/path.py",
          "if total < 0 or (other.is_share and total > below):", "if total < 0:", WAYS),
    # The way back
    Fault("traced rows are not filtered", RELATIONS,
          "kept = section.rows.filter(predicate(section, measure, segment))",
          "kept = section.rows.filter(section.rows.source_row.notnull())", TRACE),
)  # fmt: skip
