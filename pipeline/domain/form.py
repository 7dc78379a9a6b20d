"""Form, Section, Field: what a spreadsheet template asks for.

A form is one official 报表. It has one or more sections, each a table of its own in the
warehouse: ``membership`` for a form's only section ``main``, ``bargaining_contracts`` for the
section ``contracts`` of the form ``bargaining``.
"""

from decimal import Decimal
from typing import Literal

from pipeline.domain.noun import Bilingual, Noun

FieldType = Literal[
    "integer", "decimal", "money", "text", "code", "choice", "boolean", "date", "period"
]
SectionKind = Literal["periodic", "events", "ledger"]
Layout = Literal["card", "list"]
Severity = Literal["error", "explain", "warning"]
MissingValues = Literal["skip", "fail", "zero"]
"""What a rule does where a field it names is blank."""


class Choice(Noun):
    """One permitted value of a choice field: its words on the sheet, and other spellings."""

    zh: str
    en: str
    aliases: tuple[str, ...] = ()


class Field(Noun):
    """One column (or labelled cell) of a section.

    ``unit`` is a key of ``units`` in ``product.yml``. Money is stored in the currency whatever the
    sheet's own unit is. ``personal`` fields are hashed and masked before they are stored. What is
    refused in a ``private`` field (a diagnosis where its class belongs) is shown to nobody, and no
    measure may add up or select a private number, for a trace shows what was added.
    ``per_period``: also in a register that is sent whole each time, the number is the period's own,
    so that periods may be added. ``additive: false``: a level or a grade, whose sum over units
    says nothing. ``group``: a key of the section's ``groups``, under whose name the column stands;
    ``head``: what the column is headed there, where the label would repeat the group's name.
    """

    label: Bilingual
    type: FieldType
    aliases: tuple[str, ...] = ()
    unit: str | None = None
    required: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    choices: dict[str, Choice] = {}
    definition: Bilingual | None = None
    personal: Literal["id_number", "phone", "name"] | None = None
    private: bool = False
    per_period: bool = False
    additive: bool = True
    group: str | None = None
    head: Bilingual | None = None

    @property
    def is_part(self) -> bool:
        """Whether its head says that it is part of what stands above: 其中, of which, of whom."""
        head = self.head or self.label
        return head.zh.startswith("其中") or head.en.lower().startswith(("of which", "of whom"))

    @property
    def is_summed(self) -> bool:
        """Whether a superior's summary adds it up: counts, amounts, and how many said yes; of one
        unit the sum is what it said, so nothing private."""
        added = self.type in ("integer", "money", "boolean")
        return self.additive and added and not self.private


class SumEquals(Noun):
    """``total`` equals the sum of ``parts``."""

    total: str
    parts: tuple[str, ...]


class StockFlow(Noun):
    """``stock`` at the end = ``stock`` of the period before + ``added`` - ``removed``."""

    stock: str
    added: str
    removed: str


class RequiredWhen(Noun):
    """``field`` must be filled where ``when`` holds: field → permitted stored values."""

    field: str
    when: dict[str, tuple[str, ...]]


class Rule(Noun):
    """A check between fields of one row; exactly one of the kinds below is given.

    ``at_most: [a, b, c]`` means a ≤ b ≤ c. ``in_order`` is the same for dates, and a later step
    may not be filled while an earlier one is blank. ``within_period`` names a date that must
    lie in the reporting period, ``not_after_period`` one that must not lie behind its end.

    ``when_missing``: a rule skips the rows in which a field it names is blank; or it fails there;
    or, between numbers, takes the blank for zero.
    """

    id: str
    severity: Severity = "error"
    advice: Bilingual
    when_missing: MissingValues = "skip"
    at_most: tuple[str, ...] | None = None
    sum_equals: SumEquals | None = None
    in_order: tuple[str, ...] | None = None
    required_when: RequiredWhen | None = None
    within_period: str | None = None
    not_after_period: str | None = None
    stock_flow: StockFlow | None = None


class Section(Noun):
    """One table of a form.

    ``periodic``: one row per unit and period. ``events``: rows that happened in the period.
    ``ledger``: the complete register as it stands at the period's end, sent again every time.
    ``key`` names the fields that identify a row besides unit and period. ``groups``: what
    neighbouring fields are headed together.
    """

    title: Bilingual
    kind: SectionKind
    layout: Layout = "list"
    key: tuple[str, ...] = ()
    event_date: str | None = None
    aliases: tuple[str, ...] = ()
    groups: dict[str, Bilingual] = {}
    fields: dict[str, Field]
    rules: tuple[Rule, ...] = ()

    @property
    def about_persons(self) -> bool:
        """Whether its rows are about one person each."""
        return any(field.personal == "id_number" for field in self.fields.values())

    def hides(self, field: Field) -> bool:
        """Whether a field may say something about a person that nobody is to see."""
        free_text = self.about_persons and field.type == "text"
        return field.personal is not None or field.private or free_text

    def names_under_groups(self) -> list[tuple[str, str]]:
        """The group's name with the field's head behind it, and the field, in each language."""
        found = []
        for name, field in self.fields.items():
            if (group := self.groups.get(field.group or "")) is not None:
                head = field.head or field.label
                found += [(group.zh + head.zh, name), (group.en + head.en, name)]
        return found


class Form(Noun):
    """A spreadsheet template of the union system; ``id`` is the stem of its file."""

    id: str
    number: str
    title: Bilingual
    version: str
    former_versions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    issuer: Bilingual
    purpose: Bilingual
    due_days: int
    sections: dict[str, Section]

    def table(self, section: str) -> str:
        """Name of the warehouse table that holds ``section``."""
        return self.id if section == "main" else f"{self.id}_{section}"
