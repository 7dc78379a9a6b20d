"""What the questions return: frozen dataclasses, numbers unrounded, no wording.

Values are in the indicator's own unit (万元 where it counts in 万元), rates in percent (0–100),
shares of schedules and completions in percent; numerators and denominators are bare sums (yuan).
``None`` is always "absent", never zero.
"""

from pipeline.queries.answers.lapses import (
    LapseList,
    LapseStep,
    LapsingEntry,
)
from pipeline.queries.answers.numbers import (
    DataStatus,
    Forecast,
    TargetRow,
    TargetVersion,
    Value,
)
from pipeline.queries.answers.pages import (
    ChildValue,
    DefinitionCard,
    FamilyValue,
    IndicatorPage,
    MeasureText,
    Overview,
    SegmentValue,
    TrendPoint,
)
from pipeline.queries.answers.references import (
    Choices,
    IndicatorRef,
    PeriodRef,
    PlanRef,
    Snapshot,
    UnitRef,
)
from pipeline.queries.answers.reporting import (
    ChildRow,
    Explanation,
    FindingList,
    FindingRow,
    FormStatus,
    OpenFile,
    OpenFiles,
    ReportingStatus,
    ReportRow,
)
from pipeline.queries.answers.restating import (
    Cause,
    ChangedCell,
    FreezeRef,
    Restatement,
    RestatementList,
)
from pipeline.queries.answers.scoring import (
    ChapterScore,
    League,
    MatrixCell,
    MatrixColumn,
    MatrixPage,
    MatrixRow,
    PeerScore,
    ScoreLine,
    ScorePage,
    UnitScore,
    WayUp,
)
from pipeline.queries.answers.splits import (
    SplitPart,
    TargetSplit,
    TargetSplits,
)
from pipeline.queries.answers.supposing import IndicatorSupposed, TargetSupposed, WhatIf
from pipeline.queries.answers.tables import (
    NamedQuery,
    SqlResult,
    TableHelp,
)
from pipeline.queries.answers.tracing import (
    Contribution,
    CorrectionNote,
    CorrectionRow,
    SheetPicture,
    Trace,
    TraceChild,
)
from pipeline.queries.answers.versions import DiffCell, ReportVersion, VersionDiff

__all__ = [
    "Cause",
    "ChangedCell",
    "ChapterScore",
    "ChildRow",
    "ChildValue",
    "Choices",
    "Contribution",
    "CorrectionNote",
    "CorrectionRow",
    "DataStatus",
    "DefinitionCard",
    "DiffCell",
    "Explanation",
    "FamilyValue",
    "FindingList",
    "FindingRow",
    "Forecast",
    "FormStatus",
    "FreezeRef",
    "IndicatorPage",
    "IndicatorRef",
    "IndicatorSupposed",
    "LapseList",
    "LapseStep",
    "LapsingEntry",
    "League",
    "MatrixCell",
    "MatrixColumn",
    "MatrixPage",
    "MatrixRow",
    "MeasureText",
    "NamedQuery",
    "OpenFile",
    "OpenFiles",
    "Overview",
    "PeerScore",
    "PeriodRef",
    "PlanRef",
    "ReportRow",
    "ReportVersion",
    "ReportingStatus",
    "Restatement",
    "RestatementList",
    "ScoreLine",
    "ScorePage",
    "SegmentValue",
    "SheetPicture",
    "Snapshot",
    "SplitPart",
    "SqlResult",
    "TableHelp",
    "TargetRow",
    "TargetSplit",
    "TargetSplits",
    "TargetSupposed",
    "TargetVersion",
    "Trace",
    "TraceChild",
    "TrendPoint",
    "UnitRef",
    "UnitScore",
    "Value",
    "VersionDiff",
    "WayUp",
    "WhatIf",
]
