"""Rules across files. All run, none stops at the first problem."""

from collections.abc import Callable, Iterator

from pipeline.definitions.draft import Draft
from pipeline.definitions.lint import (
    breakdowns,
    conditions,
    examples,
    form_rules,
    forms,
    indicators,
    measures,
    org_tree,
    plans,
    schedules,
    settings,
)
from pipeline.domain.finding import Finding

Rule = Callable[[Draft], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    settings.units_have_a_base,
    settings.calendars_can_be_told_apart,
    settings.form_sets_name_forms,
    org_tree.words_are_known,
    org_tree.referred_units_exist,
    org_tree.versions_do_not_overlap,
    org_tree.levels_descend,
    org_tree.tree_has_no_loops,
    org_tree.parents_are_open,
    forms.ids_are_plain,
    forms.forms_ask_something,
    forms.field_names_are_free,
    forms.tables_are_unique,
    forms.sections_fit_their_kind,
    forms.field_settings_fit_the_type,
    forms.headers_are_distinct,
    forms.choices_are_distinct,
    forms.titles_are_distinct,
    forms.versions_move_on,
    form_rules.rules_are_one_kind,
    form_rules.rule_fields_exist,
    form_rules.rule_fields_fit,
    form_rules.at_most_compares_like_with_like,
    form_rules.stock_flows_only_ask,
    measures.numerators_have_measures,
    measures.measured_sections_exist,
    measures.measured_fields_exist,
    measures.aggregates_have_what_they_need,
    measures.aggregated_fields_can_be_added,
    measures.ledgers_take_the_last_report,
    measures.ledger_flows_ask_for_the_period,
    conditions.conditions_name_what_exists,
    conditions.condition_values_exist,
    conditions.conditions_compare_like_with_like,
    conditions.conditions_are_complete,
    indicators.themes_are_folders,
    indicators.units_exist,
    indicators.percentages_are_scaled,
    indicators.sums_are_in_their_unit,
    indicators.denominators_fit,
    indicators.families_exist,
    breakdowns.breakdowns_exist,
    breakdowns.breakdowns_have_parts,
    breakdowns.attributes_have_parts,
    breakdowns.segments_are_field_and_value,
    examples.examples_name_their_sections,
    examples.examples_cover_their_measures,
    examples.example_rows_fit_the_forms,
    examples.examples_expect_something,
    plans.plans_belong_to_units,
    schedules.schedules_fit,
    schedules.years_are_plausible,
    plans.targets_are_unique,
    plans.targets_are_measured_or_say_why,
    plans.target_units_convert,
    plans.target_kinds_fit,
    plans.segments_can_be_computed,
    plans.baselines_fit,
    plans.weights_fit,
)


def lint(draft: Draft) -> Iterator[Finding]:
    """Yield what is wrong between the definitions."""
    for rule in RULES:
        yield from rule(draft)
