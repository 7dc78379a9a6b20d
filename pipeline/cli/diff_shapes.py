"""The JSON of what changed between two versions of a report."""

from dataclasses import dataclass

from pipeline.domain.noun import Language
from pipeline.queries.answers import VersionDiff


@dataclass(frozen=True)
class ReportVersionJson:
    """One entry of ``versions``: one time the report came in."""

    version: int
    submission: int
    received_at: str
    file: str
    sender: str | None
    verdict: str
    held: str | None
    current: bool


@dataclass(frozen=True)
class DiffCellJson:
    """One entry of ``cells``: a cell that changed, or one of a row that came or went."""

    change: str
    section: str
    key: str | None
    row: int
    field: str
    name: str
    old: str | None
    new: str | None
    hidden: bool
    version: int
    sheet: str
    cell: str | None


@dataclass(frozen=True)
class DiffJson:
    """``diff --json``: two versions of a report, cell by cell."""

    org_unit: str
    name: str
    form: str
    period: str
    state: str
    from_version: int | None
    to_version: int | None
    changed: int
    added: int
    removed: int
    versions: tuple[ReportVersionJson, ...]
    cells: tuple[DiffCellJson, ...]


def diff_json(found: VersionDiff, language: Language) -> DiffJson:
    """What changed, with every cell."""
    return DiffJson(
        org_unit=found.unit.code,
        name=found.unit.name.in_language(language),
        form=found.form,
        period=found.period,
        state=found.state,
        from_version=found.old.version if found.old else None,
        to_version=found.new.version if found.new else None,
        changed=found.changed,
        added=found.added,
        removed=found.removed,
        versions=tuple(
            ReportVersionJson(
                v.version, v.submission, v.received_at.isoformat(timespec="seconds"), v.file,
                v.sender, v.verdict, v.held, v.current,
            )
            for v in found.versions
        ),
        cells=tuple(
            DiffCellJson(
                c.change, c.section, c.key, c.row, c.field, c.field_label.in_language(language),
                c.old, c.new, c.hidden, c.version, c.sheet, c.cell,
            )
            for c in found.cells
        ),
    )  # fmt: skip
