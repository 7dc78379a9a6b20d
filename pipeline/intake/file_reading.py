"""One file's bytes → its sections and findings. Runs in a reader process."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.domain.answer_sheet import MARKER
from pipeline.domain.cell_address import address
from pipeline.domain.explanation import Explanations
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead, SectionRead
from pipeline.intake.amounts import UnitWords
from pipeline.intake.assignment import Arrival, Knowledge
from pipeline.intake.blocks import Block, blocks_of, on_sheet, put_back, repeats
from pipeline.intake.card_reading import find_heads, read_card
from pipeline.intake.cell_readers import ReaderKit
from pipeline.intake.complaint import About, Complaints
from pipeline.intake.explanations import answers_on, notes_beside
from pipeline.intake.guards import UnreadableFileError
from pipeline.intake.kept_readings import KeptReadings
from pipeline.intake.left_out import tell_left_out
from pipeline.intake.list_layout import TEMPLATE_HEADER, find_header, is_list
from pipeline.intake.list_reading import read_list
from pipeline.intake.org_lookup import Found, OrgLookup
from pipeline.intake.own_headings import OwnHeadings
from pipeline.intake.said_once import sheets_named, told_once
from pipeline.intake.section_guide import SectionGuide, make_guide
from pipeline.intake.sheet_context import Bearings, SheetContext
from pipeline.intake.sheet_heading import (
    MANIFEST,
    VERSION,
    Heading,
    Manifest,
    read_heading,
    read_manifest,
    stated_code,
)
from pipeline.intake.sheet_identity import identify
from pipeline.intake.workbook import Sheet, Workbook, read_workbook

NOT_STATED = ("unit-not-stated", "period-not-stated")
INSTRUCTIONS = re.compile("说明|须知|指南|guide|instruction", re.I)


class FileReader:
    """Reads files one after the other, remembering layouts and names it has met."""

    def __init__(self, known: Knowledge) -> None:
        kit = ReaderKit(
            UnitWords(known.product.units, known.product.currency),
            known.product.calendars,
            known.key,
        )
        self.forms = known.forms
        self.guides = {
            (form.id, section): make_guide(form, section, kit)
            for form in known.forms.values()
            for section in form.sections
        }
        sets = known.product.form_sets
        self.gaps = {u.code for u in known.org_units if u.form_set and sets[u.form_set].partial}
        self.lookup = OrgLookup(known.org_units, known.unit_aliases)
        self.bearings = Bearings(self.lookup, kit)
        self.headings = self.own = OwnHeadings(known.column_synonyms)
        self.kept = KeptReadings(known.kept, known.column_synonyms, self.lookup)
        self.sender: str | None = None  # of the file that is being read

    def read(self, arrival: Arrival, content: bytes) -> FileRead:
        """Read one file; what cannot be read is a finding, never an exception."""
        result, self.sender = arrival.unread(), arrival.sender
        self.own = self.kept.headings(arrival.sha256) or self.headings
        self.lookup.kept = self.kept.aliases(arrival.sha256)
        self.lookup.came_on = arrival.received_at.date()
        complaints = Complaints(arrival.name)
        try:
            suffix = "." + arrival.name.rsplit(".", 1)[-1].lower() if "." in arrival.name else ""
            book = read_workbook(content, suffix)
        except UnreadableFileError as error:
            complaints.add(error.slug, error.sheet, details=error.details)
            result.verdict = Verdict.UNREADABLE
        else:
            result.sections = self.read_sheets(book, arrival.name, complaints, result.explanations)
        result.findings = self.kept.told(arrival, complaints.finished())
        return result

    def read_sheets(
        self, book: Workbook, name: str, complaints: Complaints, explanations: Explanations
    ) -> list[SectionRead]:
        """Every section on every sheet."""
        for slug, details in book.notices:
            complaints.add(slug, details=details)
        manifest = read_manifest(book.sheets)
        sections = []
        strange: list[Sheet] = []
        answered: list[Sheet] = []
        recognised = 0
        for sheet in book.sheets:
            if sheet.name == MANIFEST or not sheet.rows:
                continue
            if MARKER in sheet.rows[0]:
                answered.append(sheet)
                continue
            blocks = self.blocks_on(sheet, manifest)
            if len(blocks) > 1:
                read = self.read_blocks(blocks, manifest, name, complaints, explanations)
                (strange.append(sheet) if read is None else sections.extend(read))
                recognised += read is not None
                continue
            guide, version = self.guide_of(sheet, manifest, complaints)
            if guide is None:
                strange.append(sheet)
                continue
            recognised += 1
            context = self.context_of(sheet, guide, version, manifest, name, complaints)
            if context is not None and (one := self.read_section(context, guide)) is not None:
                explanations.notes |= notes_beside(sheet, one, guide.section)
                sections.append(one)
        held = {read.sheet: self.guides[read.form, read.section].section for read in sections}
        for sheet in answered:
            explanations.answers |= answers_on(sheet, held)
        tell_left_out(sections, self.forms, self.gaps, complaints)
        if recognised:
            tell_strange(strange, complaints)
            if not sections and not any(f.severity == "error" for f in complaints.findings):
                complaints.add("nothing-filled")
        elif not any(f.slug == "ambiguous-form" for f in complaints.findings):
            shown = [*filter(may_be_report, strange)] or strange
            names = sheets_named([sheet.name for sheet in shown])
            complaints.add("no-form-recognised", details=names)
        complaints.findings = told_once(complaints.findings)
        return sections

    def blocks_on(self, sheet: Sheet, manifest: Manifest | None) -> list[Block]:
        """The tables of a sheet; a template's own sheet is looked through only where its head
        stands there again."""
        own = manifest is not None and sheet.name in manifest.sheets
        if own and not repeats(sheet, TEMPLATE_HEADER):
            return [Block(sheet, 0, 0)]
        return blocks_of(sheet, tuple(self.guides.values()))

    def read_blocks(
        self, blocks: Sequence[Block], manifest: Manifest | None, name: str,
        complaints: Complaints, explanations: Explanations,
    ) -> list[SectionRead] | None:  # fmt: skip
        """Every table of one sheet. None when no one is known.

        A table without lines of its own has the unit and the period of the one before.
        """
        sections: list[SectionRead] = []
        about: About | None = None
        unknown: list[Block] = []
        for number, block in enumerate(blocks):
            own = Complaints(complaints.file)
            sheet, said = block.sheet, manifest if number == 0 else None
            if number:  # the sheet's name is that of its first table
                sheet = replace(sheet, name="")
            guide, version = self.guide_of(sheet, said, own)
            if guide is None:
                unknown.append(block)
                take_over(complaints, block, own)
                continue
            context = self.context_of(block.sheet, guide, version, said, name, own, about)
            if context is not None:
                about = context.about
                read = self.read_section(context, guide)
                if read is not None:
                    notes = notes_beside(block.sheet, read, guide.section)
                    explanations.notes |= {
                        (told_on, row + block.top): text for (told_on, row), text in notes.items()
                    }
                    put_back(block, read)
                    sections.append(read)
            take_over(complaints, block, own)
        if len(unknown) == len(blocks):
            return None
        tell_blocks(blocks, unknown, complaints)
        tell_parts(sections, complaints)
        return sections

    def read_section(self, context: SheetContext, guide: SectionGuide) -> SectionRead | None:
        """Read a sheet, by its sender's own headings where some are confirmed."""
        return read_section(context, self.own.guide(guide, context.about.unit, self.sender))

    def guide_of(
        self, sheet: Sheet, manifest: Manifest | None, complaints: Complaints
    ) -> tuple[SectionGuide | None, str | None]:
        """The section a sheet is for, and the template version where it is stated."""
        if manifest is not None and sheet.name in manifest.sheets:
            form, section, version = manifest.sheets[sheet.name]
            if (guide := self.guides.get((form, section))) is not None:
                return guide, version
        match = identify(sheet, tuple(self.guides.values()))
        if match.guide is None and match.candidates:
            titles = [guide.section.title for guide in match.candidates[:3]]
            names = {"candidates_zh": "、".join(title.zh for title in titles),
                     "candidates_en": ", ".join(title.en for title in titles)}  # fmt: skip
            complaints.add("ambiguous-form", sheet.name, details=names)
        return match.guide, None

    def context_of(
        self,
        sheet: Sheet,
        guide: SectionGuide,
        version: str | None,
        manifest: Manifest | None,
        name: str,
        complaints: Complaints,
        before: About | None = None,
    ) -> SheetContext | None:
        """Whose sheet it is and for when. None when its template is an old one.

        ``before``: what is known of the table before it on the sheet; it holds for what this one
        does not say itself.
        """
        heading = read_heading(sheet.rows)
        about = About(guide.form.id, guide.section_id)
        form = guide.form
        version = version or heading.version or form.version
        context = SheetContext(sheet, self.bearings, complaints, about, version)
        context.money_line = heading.money_line
        if version != form.version:
            old = version in form.former_versions
            slug = "old-template" if old else "unknown-template-version"
            title = {"title_zh": form.title.zh, "title_en": form.title.en}
            context.say(slug, version=version, current=form.version, **title)
            return None
        if sheet.hidden_rows:
            context.say("hidden-rows", count=str(sheet.hidden_rows))
        if before is not None and heading.unit is None:
            about.unit = before.unit
        else:
            self.find_unit(context, heading, manifest, name)
        if before is not None and heading.period is None:
            about.period = self.period_in_title(sheet) or before.period
        else:
            self.find_period(context, heading, manifest, name)
        if about.unit and about.period:
            context.misfit = self.bearings.misfit(about.unit, about.period)
            context.period_at = address(*heading.period_at)
        return context

    def find_unit(
        self, context: SheetContext, heading: Heading, manifest: Manifest | None, name: str
    ) -> None:
        """The sheet's unit: the template's, else its 填报单位 line, else the file's name.

        A line that says nobody's name is told of a template, and leaves the sheet its unit's; so it
        stays when that name is settled later, for whomever.
        """
        text, cell = heading.unit, address(*heading.unit_at)
        said = self.lookup.find(text) if text else None
        if manifest is not None and manifest.unit is not None:
            own = self.lookup.find(manifest.unit)
            if own.code is not None and said is not None and self.lookup.is_later(said.alias):
                said = Found(None)  # nobody knew that name when the file came
            if own.code is None and said is not None and said.code is not None:
                own = said  # nobody sees the hidden code; whoever is told corrects the line
            elif own.code is None:
                context.tell_unknown_unit(text or manifest.unit, said or own, cell)
            elif said is not None and said.code not in (None, own.code):
                context.say("unit-differs", cell, text, **self.lookup.told("template", own.code))
            elif said is not None and text and not self.lookup.may_mean(said, text, own.code):
                context.about.unit = own.code
                told = self.lookup.told("template", own.code)
                context.say("unit-line-unknown", cell, text, **told)
            context.about.unit = own.code
        elif said is not None and text is not None:
            context.about.unit = said.code
            if said.code is None:
                context.tell_unknown_unit(text, said, cell)
        else:
            said = self.lookup.within(name)
            context.about.unit = said.code
        if said is not None and said.code is not None and said.code == context.about.unit:
            context.tell_alias(said, cell if text else None)

    def find_period(
        self, context: SheetContext, heading: Heading, manifest: Manifest | None, name: str
    ) -> None:
        """The sheet's period: the template's, else its 报告期 line, else title or file name."""
        bearings, cell = self.bearings, address(*heading.period_at)
        text = heading.period
        said = bearings.period_named(stated_code(text) or text) if text else None
        if manifest is not None and manifest.period is not None:
            context.about.period = bearings.period_named(manifest.period)
            if context.about.period is None and said is not None:
                context.about.period = said  # as with the unit
            elif context.about.period is None:
                context.say("unknown-period", cell, manifest.period)
            elif said is not None and said != context.about.period:
                context.say("period-differs", cell, text, template=context.about.period)
            elif text and said is None:
                labels = bearings.labels_of(context.about.period, "template")
                context.say("period-line-unknown", cell, text, **labels)
            return
        if text and said is None:
            context.say("unknown-period", cell, text)
            return
        context.about.period = said or self.period_elsewhere(context.sheet, name)

    def period_in_title(self, sheet: Sheet) -> str | None:
        """A period named in the title."""
        top = [c for row in sheet.rows[:3] for c in row if type(c) is str and "20" in c]
        titles = [text for text in top if VERSION.search(text) is None]
        return next((p for t in titles if (p := self.bearings.period_named(t))), None)

    def period_elsewhere(self, sheet: Sheet, name: str) -> str | None:
        """A period named in the title, the sheet's name or the file's name, in this order."""
        if (titled := self.period_in_title(sheet)) is not None:
            return titled
        for text in (sheet.name, *reversed(re.split(r"[\\/]", name))):
            if (found := self.bearings.period_named(text)) is not None:
                return found
        return None


def read_section(context: SheetContext, guide: SectionGuide) -> SectionRead | None:
    """Read a sheet the way its section is laid out."""
    if guide.section.layout == "card":
        if find_heads(context.sheet.rows) is not None:
            return read_card(context, guide)
        header = find_header(context.sheet.rows, guide, context.money_line)
        if header is None or not is_list(header, guide):
            return read_card(context, guide)
    return read_list(context, guide)


def take_over(complaints: Complaints, block: Block, own: Complaints) -> None:
    """Findings of one table of a sheet; what all of them lack is told once."""
    told = {f.slug for f in complaints.findings if f.slug in NOT_STATED}
    complaints.findings += [
        on_sheet(block, f, block.sheet.name) for f in own.findings if f.slug not in told
    ]
    complaints.left_off += own.left_off


def tell_blocks(blocks: Sequence[Block], unknown: Sequence[Block], complaints: Complaints) -> None:
    """Tell that a sheet holds several tables, and which of them nobody knows."""
    sheet = blocks[0].sheet.name
    corners = [block.corner for block in blocks]
    complaints.add("several-tables", sheet, details={
        "count": str(len(blocks)), "cells": ", ".join(corners), "cells_zh": "、".join(corners),
    })  # fmt: skip
    for block in unknown:
        complaints.add("unknown-table", sheet, block.corner)


def tell_parts(sections: Sequence[SectionRead], complaints: Complaints) -> None:
    """Refuse a list in parts whose columns stand elsewhere: its numbers could not be traced."""
    first: dict[tuple[str, str | None, str | None], SectionRead] = {}
    for read in sections:
        known = first.setdefault((read.table, read.unit, read.period), read)
        if read.layout == "list" and read.cells != known.cells and read.source_rows:
            cell = f"{next(iter(read.cells.values()))}{read.source_rows[0]}"
            complaints.add(
                "parts-differ", read.sheet, cell,
                about=About(read.form, read.section, read.unit, read.period),
            )  # fmt: skip


def may_be_report(sheet: Sheet) -> bool:
    """Whether a sheet nobody knows is worth a word: hidden ones (word lists) and instructions are
    expected."""
    return not sheet.hidden and INSTRUCTIONS.search(sheet.name) is None


def tell_strange(sheets: list[Sheet], complaints: Complaints) -> None:
    """Tell of sheets nobody knows."""
    ambiguous = {f.place.sheet for f in complaints.findings if f.slug == "ambiguous-form"}
    for sheet in sheets:
        if may_be_report(sheet) and sheet.name not in ambiguous:
            complaints.add("unknown-sheet", sheet.name)
