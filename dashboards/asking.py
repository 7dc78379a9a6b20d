"""Questions: what the pages ask, as ``pipeline.queries.questions`` answers it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from pipeline.domain.circular import Letterhead
from pipeline.domain.fact import Fact
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import (
    Choices,
    FactList,
    FactPage,
    FindingList,
    FoundUnits,
    IndicatorPage,
    IndicatorRef,
    LapseList,
    MatrixPage,
    NamedQuery,
    NotRunList,
    OpenFiles,
    Overview,
    OwedForms,
    Parameter,
    ReportHistory,
    ReportingStatus,
    RestatementList,
    ScorePage,
    Snapshot,
    SqlResult,
    Summaries,
    Supposable,
    TableHelp,
    TargetSplits,
    Trace,
    UnitMap,
    UnitRef,
    WhatIf,
    Whereabouts,
)

Reader = Any
"""The door to a published snapshot; pages only hand it on."""


class Questions(Protocol):
    """The module of questions, or a stand-in in tests.

    A name that is not there raises ``NotFound``, with ``message_zh`` and ``message_en``.
    """

    NotFound: type[Exception]

    def default_selection(self, reader: Reader) -> tuple[str, str]:
        """The unit and period shown when nothing was chosen."""

    def latest_period(self, reader: Reader, unit: str) -> str:
        """The period shown when only a unit was chosen."""

    def reader_as(
        self, reader: Reader, as_of: date | None = None, tree: Any = "then", period: str = ""
    ) -> Reader:
        """The reader of the figures as of a day, by the tree then or now, and for a calendar."""

    def whereabouts(self, reader: Reader, unit: str, period: str) -> Whereabouts:
        """A unit below its superiors, and a period."""

    def choices(self, reader: Reader, unit: str, period: str) -> Choices:
        """What can be chosen at a unit."""

    def units(self, reader: Reader) -> tuple[UnitRef, ...]:
        """The units at the top."""

    def find_units(
        self, reader: Reader, text: str, period: str | None = None, most: int = 12
    ) -> FoundUnits:
        """Units in whose names or code some words stand."""

    def issuing_units(self, reader: Reader, unit: str, period: str) -> tuple[UnitRef, ...]:
        """The unit and those below it for which a circular is issued."""

    def letterhead(self, reader: Reader, unit: str) -> Letterhead:
        """What the settings say of the frame of a unit's circulars."""

    def indicators(self, reader: Reader) -> tuple[IndicatorRef, ...]:
        """Every indicator."""

    def snapshot(self, reader: Reader) -> Snapshot:
        """The publication that answers come from."""

    def overview(self, reader: Reader, unit: str, period: str, plan: str | None = None) -> Overview:
        """The first page of a unit."""

    def target_splits(self, reader: Reader, unit: str, period: str) -> TargetSplits:
        """A unit's targets that were shared out to the units below."""

    def lapses(
        self,
        reader: Reader,
        unit: str,
        period: str,
        quarters: int = 4,
        indicator: str | None = None,
        on: date | None = None,
        limit: int = 200,
    ) -> LapseList:
        """What lapses in the coming quarters, and what it does to an indicator."""  # fmt: skip

    def indicator_page(
        self,
        reader: Reader,
        indicator: str,
        unit: str,
        period: str,
        family: str | None = None,
        segment: str = "",
        plan: str | None = None,
    ) -> IndicatorPage:
        """One indicator at one unit."""  # fmt: skip

    def unit_map(self, reader: Reader, unit: str, period: str) -> UnitMap | None:
        """Where the units right below lie, where files draw them."""

    def facts(self, reader: Reader) -> tuple[Fact, ...]:
        """What the source documents state."""

    def fact_list(
        self,
        reader: Reader,
        document: str | None = None,
        kind: str | None = None,
        text: str | None = None,
    ) -> FactList:
        """Facts of one document, of one kind, in which some words stand."""  # fmt: skip

    def fact_page(self, reader: Reader, fact: str) -> FactPage:
        """One fact and what rests on it."""

    def score_page(self, reader: Reader, unit: str, period: str) -> ScorePage:
        """The score card of a unit."""

    def matrix_page(self, reader: Reader, unit: str, period: str) -> MatrixPage:
        """Units right below against targets."""

    def reporting_status(
        self,
        reader: Reader,
        unit: str,
        period: str,
        form: str | None = None,
        state: str | None = None,
        limit: int = 200,
        reporter: str | None = None,
    ) -> ReportingStatus:
        """Who has reported."""  # fmt: skip

    def summaries(
        self, reader: Reader, unit: str, period: str, form: str | None = None
    ) -> Summaries:
        """The forms of the units below, added up."""  # fmt: skip

    def finding_list(
        self,
        reader: Reader,
        unit: str,
        slug: str | None = None,
        severity: str | None = None,
        limit: int = 200,
        period: str | None = None,
        only_open: bool = False,
    ) -> FindingList:
        """Findings under a unit, of a period or of all."""  # fmt: skip

    def rules_not_run(
        self, reader: Reader, unit: str, limit: int = 40, period: str | None = None
    ) -> NotRunList:
        """Rules under a unit that had nothing to run on, in a period or in all."""

    def owed_forms(self, reader: Reader, unit: str, period: str) -> OwedForms:
        """What a unit itself owes for a period; where that is nothing, who does owe."""

    def open_files(self, reader: Reader, unit: str) -> OpenFiles:
        """Files under a unit whose findings nothing has answered."""

    def trace(
        self,
        reader: Reader,
        indicator: str,
        unit: str,
        period: str,
        span: str | None = None,
        segment: str = "",
        family: str | None = None,
        limit: int = 200,
    ) -> Trace:
        """A number's way back to its cells."""  # fmt: skip

    def report_history(
        self, reader: Reader, unit: str, period: str, form: str | None = None
    ) -> ReportHistory:
        """The versions of a unit's reports for a period, and all that happened to one."""

    def restatements(
        self, reader: Reader, unit: str, period: str | None = None, limit: int = 200
    ) -> RestatementList:
        """What has changed since publications were frozen."""

    def supposable(
        self,
        reader: Reader,
        unit: str,
        period: str,
        reporter: str = "",
        cell: str = "",
        limit: int = 400,
    ) -> Supposable:
        """What may be supposed at a unit."""  # fmt: skip

    def what_if(
        self,
        reader: Reader,
        unit: str,
        period: str,
        *,
        late_repeat: bool = False,
        figures: Sequence[str] = (),
        promises: Sequence[str] = (),
    ) -> WhatIf:
        """What would be, beside what is."""  # fmt: skip

    def tables(self, reader: Reader) -> tuple[TableHelp, ...]:
        """The tables an analyst may query."""

    def library(self, reader: Reader) -> tuple[NamedQuery, ...]:
        """The named queries."""

    def parameters(
        self, reader: Reader, query: NamedQuery, given: Mapping[str, str]
    ) -> tuple[Parameter, ...]:
        """The parameters of a query with their values."""

    def parameter_choices(
        self, reader: Reader, query: NamedQuery
    ) -> Mapping[str, Sequence[tuple[str, Bilingual]]]:
        """What each parameter may be."""

    def run_sql(
        self, reader: Reader, sql: str, limit: int = 1000, *, parameters: Sequence[Parameter] = ()
    ) -> SqlResult:
        """The rows of an analyst's query."""
