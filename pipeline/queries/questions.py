"""The questions, by name; each takes a Reader first and the unit whose subtree is asked.

This module is the contract between the pages, the command line, the reports and the warehouse.
Unknown units, periods or indicators raise ``NotFound`` with the nearest names.
"""

from pipeline.queries.corrections import correction_list
from pipeline.queries.fact_list import fact_list
from pipeline.queries.facts import fact_page, facts
from pipeline.queries.findings import finding_list
from pipeline.queries.indicator import indicator_page, indicators
from pipeline.queries.lapses import lapses
from pipeline.queries.matrix import matrix_page
from pipeline.queries.nouns import NotFound, nouns
from pipeline.queries.open_files import open_files
from pipeline.queries.overview import overview
from pipeline.queries.owed_forms import owed_forms
from pipeline.queries.parameters import no_query, parameter_choices, parameters
from pipeline.queries.report_history import report_history
from pipeline.queries.reporting import reporting_status
from pipeline.queries.restatements import restatements
from pipeline.queries.rules_not_run import rules_not_run
from pipeline.queries.scores import score_page
from pipeline.queries.splits import target_splits
from pipeline.queries.sql import library, run_sql
from pipeline.queries.summaries import summaries
from pipeline.queries.supposable import supposable
from pipeline.queries.tables import tables
from pipeline.queries.targets import check_plan, targets
from pipeline.queries.trace import trace
from pipeline.queries.unit_map import unit_map
from pipeline.queries.unit_search import find_units
from pipeline.queries.units import (
    choices,
    default_selection,
    issuing_units,
    latest_period,
    letterhead,
    snapshot,
    units,
    whereabouts,
)
from pipeline.queries.values import value_of
from pipeline.queries.versions import report_versions, version_diff
from pipeline.queries.what_if import what_if
from pipeline.queries.worlds import reader_as

__all__ = [
    "NotFound",
    "check_plan",
    "choices",
    "correction_list",
    "default_selection",
    "fact_list",
    "fact_page",
    "facts",
    "find_units",
    "finding_list",
    "indicator_page",
    "indicators",
    "issuing_units",
    "lapses",
    "latest_period",
    "letterhead",
    "library",
    "matrix_page",
    "no_query",
    "nouns",
    "open_files",
    "overview",
    "owed_forms",
    "parameter_choices",
    "parameters",
    "reader_as",
    "report_history",
    "report_versions",
    "reporting_status",
    "restatements",
    "rules_not_run",
    "run_sql",
    "score_page",
    "snapshot",
    "summaries",
    "supposable",
    "tables",
    "target_splits",
    "targets",
    "trace",
    "unit_map",
    "units",
    "value_of",
    "version_diff",
    "what_if",
    "whereabouts",
]
