"""Confirming what a heading of one sender means: the same recipe as for the names of units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.confirming import (
    Confirmed,
    add_line,
    change_line,
    lines_of,
    may_confirm,
    settle,
    today,
)
from pipeline.definitions.catalogue import Catalogue
from pipeline.definitions.lint.confirmations import NO_UNIT
from pipeline.domain.confirmation import SHARED_SENDERS, ColumnSynonym
from pipeline.domain.finding import Finding, Place
from pipeline.domain.form import Form
from pipeline.intake.assignment import Knowledge
from pipeline.intake.complaint import LONGEST_GOT
from pipeline.intake.file_reading import FileReader
from pipeline.intake.labels import plain
from pipeline.intake.receipts import receipts
from pipeline.queries.nouns import NotFound
from pipeline.warehouse.store import Warehouse

SYNONYMS = "column_synonyms.csv"


@dataclass(frozen=True)
class OwnHeading:
    """What one sender writes over a column of a form.

    ``sender``: a unit's code, or the name files come in under. ``section``: the sheet of the form,
    where several have the field that is meant.
    """

    sender: str
    form: str
    label: str
    section: str | None = None


def confirm_synonym(
    heading: OwnHeading, meant: str, by: str, config: Sequence[Path], data: Path, wait: float = 0
) -> Confirmed:
    """Settle that a heading means the field ``meant``: its id, or a heading of the form itself.

    ``by`` is a superior of the sender. Raises DefinitionsInvalid, WarehouseBusy, and NotFound for
    a form or unit nobody knows.
    """
    sender, form, section = heading.sender, heading.form, heading.section
    written = heading.label.strip()
    known = {receipt.sender for receipt in receipts(data / "raw" / "archive")}
    found: list[tuple[str, str]] = []

    def weigh(catalogue: Catalogue) -> Finding | None:
        asked = form_of(catalogue, form)
        found[:] = fields_meant(catalogue, asked, meant, section)
        return (
            not_entitled(catalogue, sender, by, known, written)
            or wrong_field(asked, found, meant, section)
            or why_no_synonym(catalogue, asked, found[0], sender, written)
        )

    def write() -> None:
        part, field = found[0]
        new = ColumnSynonym(sender=sender, form=form, section=part, label=written, field=field,
                            confirmed_by=by, confirmed_on=today())  # fmt: skip
        add_line(config[-1] / SYNONYMS, new)

    reaches = partial(Warehouse.held_of_sender, sender=sender)
    return settle(config, data, wait, weigh, write, reaches)


def withdraw_synonym(
    heading: OwnHeading, by: str, config: Sequence[Path], data: Path, wait: float = 0
) -> Confirmed:
    """Take that back; reports that were read by it are judged again. Raises as above."""

    def weigh(catalogue: Catalogue) -> Finding | None:
        form_of(catalogue, heading.form)
        if not find_synonyms(config, heading):
            return refused("synonym-not-there", heading.label)
        return not_entitled(catalogue, heading.sender, by, {heading.sender}, heading.label)

    def write() -> None:
        for path, line in find_synonyms(config, heading):
            taken = {"withdrawn_by": by, "withdrawn_on": today()}
            change_line(path, line, line.model_copy(update=taken))

    reaches = partial(Warehouse.held_of_sender, sender=heading.sender)
    return settle(config, data, wait, weigh, write, reaches)


def column_synonyms(config: Sequence[Path]) -> list[ColumnSynonym]:
    """What was confirmed, and what was taken back of it, in the order of the files."""
    return [one for folder in config for one in lines_of(folder / SYNONYMS, ColumnSynonym)]


def find_synonyms(config: Sequence[Path], heading: OwnHeading) -> list[tuple[Path, ColumnSynonym]]:
    """The files and lines that hold for a heading."""
    asked = (heading.sender, heading.form, plain(heading.label))
    return [
        (folder / SYNONYMS, line)
        for folder in config
        for line in lines_of(folder / SYNONYMS, ColumnSynonym)
        if line.holds and (line.sender, line.form, plain(line.label)) == asked
        and heading.section in (None, line.section)
    ]  # fmt: skip


def without_known_senders(findings: Iterable[Finding], data: Path) -> list[Finding]:
    """Findings but for those about a sender that is no unit and under whose name files came in."""
    given = list(findings)
    if not any(one.slug == NO_UNIT for one in given):
        return given
    known = {receipt.sender for receipt in receipts(data / "raw" / "archive")}
    return [one for one in given if one.slug != NO_UNIT or one.got not in known]


def form_of(catalogue: Catalogue, form: str) -> Form:
    """The form. Raises NotFound."""
    if form not in catalogue.forms:
        raise NotFound.form(form, list(catalogue.forms))
    return catalogue.forms[form]


def not_entitled(
    catalogue: Catalogue, sender: str, by: str, known: set[str | None], label: str
) -> Finding | None:
    """Why ``by`` may not settle it: it is no superior of the sender, or nobody is this sender."""
    if not catalogue.unit_versions(by):
        raise NotFound.unit(by, {one.code for one in catalogue.org_units})
    versions = catalogue.unit_versions(sender)
    if not versions:
        wrong = sender in SHARED_SENDERS or sender not in known
        return refused("synonym-sender-unknown", label) if wrong else None
    above = may_confirm(catalogue, sender)
    if by in above:
        return None
    own, name = versions[-1].name, catalogue.unit_versions(by)[-1].name
    return refused(
        "not-yours-to-confirm", label, unit_name_zh=own.zh, unit_name_en=own.en, by_zh=name.zh,
        by_en=name.en, candidates_zh="、".join(above), candidates_en=", ".join(above),
    )  # fmt: skip


def fields_meant(
    catalogue: Catalogue, form: Form, meant: str, section: str | None
) -> list[tuple[str, str]]:
    """The sections and fields that a heading or an id may mean on a form."""
    reader = reading(catalogue)
    found = []
    for part, asked in form.sections.items():
        field = meant if meant in asked.fields else reader.guides[form.id, part].field_for(meant)
        if field in asked.fields and section in (None, part):
            found.append((part, str(field)))
    return found


def wrong_field(
    form: Form, found: Sequence[tuple[str, str]], meant: str, section: str | None
) -> Finding | None:
    """Why no field can be meant: none is, or there is one on several sheets."""
    if len(found) == 1:
        return None
    parts = {name: part for name, part in form.sections.items() if section in (None, name)}
    known = [
        (asked.label, field if len(parts) == 1 else f"{name}: {field}")
        for name, part in (parts or form.sections).items()
        for field, asked in part.fields.items()
    ]
    return refused(
        "synonym-field-unknown", meant, form_title_zh=form.title.zh, form_title_en=form.title.en,
        candidates_zh="、".join(f"{label.zh}（{field}）" for label, field in known),
        candidates_en=", ".join(f"{label.en} ({field})" for label, field in known),
    )  # fmt: skip


def why_no_synonym(
    catalogue: Catalogue, form: Form, field: tuple[str, str], sender: str, label: str
) -> Finding | None:
    """Why a heading cannot mean a field; None when it can."""
    if not plain(label) or len(label) > LONGEST_GOT:
        return refused("synonym-not-a-heading", label, most=str(LONGEST_GOT))
    part, meant = field
    reader = reading(catalogue)
    guide = reader.headings.guide(reader.guides[form.id, part], sender)
    before = guide.field_for(label)
    if before is None:
        return None
    asked = form.sections[part].fields.get(before)
    names = {"label_zh": asked.label.zh, "label_en": asked.label.en} if asked else {"label": label}
    return refused("synonym-needless" if before == meant else "synonym-taken", label, **names)


def reading(catalogue: Catalogue) -> FileReader:
    """What a reader knows of the forms; it reads no persons' numbers here, so it needs no key."""
    return FileReader(
        Knowledge(catalogue.product, catalogue.forms, (), b"", (), catalogue.column_synonyms)
    )


def refused(slug: str, text: str, **details: str) -> Finding:
    """Why nothing was written."""
    return Finding(slug, "error", Place(SYNONYMS), text, details)
