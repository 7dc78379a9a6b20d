"""What the intake knows about each section: its labels, its readers, its other names."""

from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.domain.confirmation import ColumnSynonym
from pipeline.domain.form import Field, Form, Section
from pipeline.domain.noun import Bilingual
from pipeline.intake.cell_readers import CellReader, ReaderKit, make_reader
from pipeline.intake.labels import plain, spellings

NOTE = "note"
UNIT_CODE, UNIT_NAME, PERIOD, SEQUENCE = ":code", ":name", ":period", ":sequence"
STANDING_LABELS: dict[str, tuple[str, ...]] = {
    NOTE: ("备注", "说明", "备注说明", "note", "notes", "remarks"),
    UNIT_CODE: ("单位代码", "工会代码", "单位编码", "填报单位代码", "机构代码", "unit code"),
    UNIT_NAME: ("单位名称", "工会名称", "填报单位", "单位", "基层工会名称", "unit name", "unit"),
    PERIOD: ("报告期", "填报期", "所属期", "期别", "period", "reporting period"),
    SEQUENCE: ("序号", "编号顺序", "no", "行号", "行次"),
}


@dataclass(slots=True)
class SectionGuide:
    """One section, ready for reading many files; layouts met before are remembered.

    ``synonyms``: spellings among ``labels`` that only hold for the sender of the sheet.
    ``groups``: the names that stand over columns of several fields.
    """

    form: Form
    section_id: str
    section: Section
    kit: ReaderKit
    labels: dict[str, str]
    layouts: dict[object, object] = field(default_factory=dict)
    readers: dict[tuple[str, Decimal], CellReader] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    synonyms: dict[str, ColumnSynonym] = field(default_factory=dict)
    groups: frozenset[str] = frozenset()

    @property
    def table(self) -> str:
        """Name of the warehouse table."""
        return self.form.table(self.section_id)

    def field_for(self, label: object) -> str | None:
        """The field, or standing column, that a label means."""
        if not isinstance(label, str) or not label:
            return None
        for spelling in spellings(label):
            if (found := self.labels.get(spelling)) is not None:
                return found
        return None

    def synonym_of(self, label: object) -> ColumnSynonym | None:
        """What was confirmed about a label, where nothing else says which field it means."""
        for spelling in spellings(label) if self.synonyms and isinstance(label, str) else ():
            if spelling in self.labels:
                return self.synonyms.get(spelling)
        return None

    def reader(self, field_id: str, bare: Decimal | None = None) -> CellReader:
        """The reader of a field whose plain numbers are worth ``bare`` when stored."""
        asked = self.section.fields[field_id]
        worth = self.kit.words.bare(asked) if bare is None else bare
        found = self.readers.get((field_id, worth))
        if found is None:
            found = make_reader(field_id, asked, self.kit, worth)
            self.readers[field_id, worth] = found
        return found


def make_guide(form: Form, section_id: str, kit: ReaderKit) -> SectionGuide:
    """Prepare the guide of one section."""
    section = form.sections[section_id]
    labels = field_labels(section.fields)
    for name, field_id in section.names_under_groups():
        labels.setdefault(plain(name), field_id)
    for standing, words in STANDING_LABELS.items():
        for word in words:
            labels.setdefault(plain(word), standing)
    required = tuple(f for f, asked in section.fields.items() if asked.required)
    groups = frozenset(word for name in section.groups.values() for word in (name.zh, name.en))
    return SectionGuide(form, section_id, section, kit, labels, required=required, groups=groups)


def field_labels(fields: dict[str, Field]) -> dict[str, str]:
    """Spelling → field: full spellings first, shorter ones where only one field has them."""
    labels: dict[str, str] = {}
    shorter: dict[str, set[str]] = {}
    for field_id, asked in fields.items():
        for word in (asked.label.zh, asked.label.en, field_id, *asked.aliases):
            full, *rest = spellings(word)
            labels.setdefault(full, field_id)
            for spelling in rest:
                shorter.setdefault(spelling, set()).add(field_id)
    for spelling, owners in shorter.items():
        if len(owners) == 1:
            labels.setdefault(spelling, next(iter(owners)))
    return labels


def label_details(label: Bilingual) -> dict[str, str]:
    """A field's label in both languages, for the sentences of a finding."""
    return {"label_zh": label.zh, "label_en": label.en}
