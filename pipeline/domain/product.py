"""Product: the few settings that hold for a whole configuration."""

from decimal import Decimal

from pipeline.domain.circular import Circular
from pipeline.domain.noun import Bilingual, Noun

YUAN = "yuan"


class UnitWord(Bilingual):
    """What a unit of measure is called; ``one``: the English word behind a 1, where it differs.

    Of a unit of ten thousands, which English prints in its base, the base's word: person.
    """

    one: str | None = None


class UnitOfMeasure(Noun):
    """人, 家, 万元, %: the word, its other spellings, and its size in the base unit."""

    label: UnitWord
    base: str
    factor: Decimal = Decimal(1)
    aliases: tuple[str, ...] = ()


class CalendarYear(Noun):
    """A named year. It starts on ``starts`` (MM-DD); with ``year_before`` in the year before.

    ``prefix`` marks its period codes: ``SY`` gives SY2024 and SY2024Q3.
    """

    name: Bilingual
    prefix: str = ""
    starts: str = "01-01"
    year_before: bool = False


class FormSet(Noun):
    """Forms expected together from a kind of unit.

    ``partial``: the reports repeat a source that does not fill every required cell; a blank there
    needs an explanation and does not hold the report back.
    """

    name: Bilingual
    forms: tuple[str, ...]
    partial: bool = False


class Flow(Noun):
    """How reports go up: ``flow`` of ``product.yml``.

    ``approve_at``: levels whose units must approve a report before it counts, from below;
    empty: an accepted report counts at once.
    ``hold_unexplained``: whether a report with a finding of its file that asks for an explanation
    counts only once all of these are explained, in the notes of the row, on the sheet of problems
    that came back, or by ``explain``. Checks between reports never hold one back, and neither is
    a report of a ``partial`` form set held.
    ``hold_late_changes``: whether a report that changes an accepted one after its deadline counts
    only once its sender has said why: with the file (``ingest --reason``, the page 上报), on the
    sheet of problems that came back, or by ``explain``; the version before counts meanwhile.
    What is sent again because it was returned or taken back is no such change: why is known.
    ``seal``: whether a copy of every accepted report must come signed and sealed; one that has not
    come is listed and reminded of. The report counts meanwhile.
    """

    approve_at: tuple[str, ...] = ()
    hold_unexplained: bool = True
    hold_late_changes: bool = False
    seal: bool = False


class SegmentWords(Noun):
    """What segments with measures of their own are called: the part and its values."""

    name: Bilingual
    values: dict[str, Bilingual]


class Product(Noun):
    """``config/product.yml``.

    ``segments``: words for the keys of the indicators' ``segments`` that are neither a field nor
    an attribute, as ``gender`` in ``gender=female``. ``currency``: the unit of measure in which
    money is stored; amounts in 元 are printed in 万元, others in the unit they are defined in.
    """

    name: Bilingual
    levels: dict[str, Bilingual]
    attributes: dict[str, dict[str, Bilingual]] = {}
    attribute_names: dict[str, Bilingual] = {}
    segments: dict[str, SegmentWords] = {}
    units: dict[str, UnitOfMeasure]
    currency: str = YUAN
    calendars: dict[str, CalendarYear]
    themes: dict[str, Bilingual]
    families: dict[str, Bilingual] = {}
    form_sets: dict[str, FormSet]
    flow: Flow = Flow()
    circular: Circular = Circular()
    small_cell: int = 5
