"""Rules of forms: sections, fields, choices and the words by which sheets are recognised."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pipeline.definitions.built_in import built_in_forms
from pipeline.definitions.draft import Draft
from pipeline.definitions.lint.values import NUMERIC, unknown_field
from pipeline.definitions.yaml_lines import Path
from pipeline.domain.finding import Finding
from pipeline.domain.form import Field, Form, Section

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
RESERVED = (
    "submission",
    "source_row",
    "unit",
    "period",
    "period_start",
    "period_end",
    "approximate",
    "note",
)
TABLES = frozenset({
    "above", "added_for", "archive_file", "changed_report", "changed_submission", "completeness",
    "computed_from", "confirmed_heading", "correction", "current_dismissal",
    "current_explanation", "definition",
    "expected_report", "explanation", "finding", "flow_event",
    "group_window", "held_submission", "indicator_term", "indicator_value", "judged", "kept",
    "known_count", "known_due", "known_report", "known_value", "level_count", "level_value",
    "loading_file", "loading_key", "log_ratio", "measure", "measure_value", "moved", "moved_file",
    "moved_report", "moved_value", "mine", "my_report", "my_value", "now_below", "old_report",
    "only_mine", "org_unit", "pick", "picked", "placed", "read_by", "reading",
    "repeated", "replaced", "report", "reported_period", "rolled", "rolled_first", "rolled_up",
    "rough", "rough_climbed", "rough_value", "rule_not_run", "scan_rows", "scanned", "scanned_long",
    "scope_unit", "scope_window", "score", "score_line", "side_by_side", "slice", "slice_rows",
    "standing", "stood_here", "submission", "submission_section", "superior",
    "target_value", "target_version", "time_window", "to_come",
    "touched", "unit_place", "unit_root", "unit_tree", "unsettled", "whole_snapshot",
})  # fmt: skip
"""Tables the warehouse and the engine make themselves; a test compares them with the SQL."""
Word = tuple[str, Path]


def each_section(draft: Draft) -> Iterator[tuple[Form, str, Section]]:
    """Yield all sections of configured forms."""
    for form in draft.forms.values():
        for name, section in form.sections.items():
            yield form, name, section


def each_field(draft: Draft) -> Iterator[tuple[tuple[str, str], Path, str, Field]]:
    """Yield all fields: their file, path, id and definition."""
    for form, part, section in each_section(draft):
        for name, field in section.fields.items():
            yield ("form", form.id), ("sections", part, "fields", name), name, field


def ids_are_plain(draft: Draft) -> Iterator[Finding]:
    """Ids become table and column names: small letters, digits and ``_``."""
    named: list[tuple[tuple[str, str], Path, str]] = []
    for kind in ("form", "indicator"):
        named += [(key, (), key[1]) for key in draft.yaml if key[0] == kind]
    named += [(("form", f.id), ("sections", part), part) for f, part, _ in each_section(draft)]
    named += [(of, path, name) for of, path, name, _ in each_field(draft)]
    for of, path, name in named:
        if not IDENTIFIER.fullmatch(name):
            yield draft.problem("bad-id", of, path, name, id=name)


def forms_ask_something(draft: Draft) -> Iterator[Finding]:
    """A form has sections, and a section has fields."""
    for name, form in draft.forms.items():
        if not form.sections:
            yield draft.problem("nothing-listed", ("form", name), ("sections",), key="sections")
    for form, part, section in each_section(draft):
        if not section.fields:
            where = ("sections", part, "fields")
            yield draft.problem("nothing-listed", ("form", form.id), where, key="fields")


def field_names_are_free(draft: Draft) -> Iterator[Finding]:
    """Fields do not take the names of columns every fact table has."""
    for of, path, name, _ in each_field(draft):
        if name in RESERVED:
            yield draft.problem("reserved-field", of, path, name, field=name)


def tables_are_unique(draft: Draft) -> Iterator[Finding]:
    """No two sections share a warehouse table, nor take one the product fills itself."""
    first = {
        form.table(part): f"{name} (built in)"
        for name, form in built_in_forms().items()
        for part in form.sections
    } | {table: f"{table} (built in)" for table in TABLES}
    for form, part, _ in each_section(draft):
        table, owner = form.table(part), f"{form.id}.{part}"
        before = first.setdefault(table, owner)
        if before != owner:
            of, where = ("form", form.id), ("sections", part)
            yield draft.problem("table-twice", of, where, table, table=table, first=before)


def sections_fit_their_kind(draft: Draft) -> Iterator[Finding]:
    """Cards are one row per unit; registers and events have a key; named fields exist."""
    for form, part, section in each_section(draft):
        of, where = ("form", form.id), ("sections", part)
        if section.layout == "card" and (section.kind != "periodic" or section.key):
            yield draft.problem("card-of-many-rows", of, (*where, "layout"), section=part)
        if section.kind != "periodic" and not section.key:
            yield draft.problem("key-needed", of, where, section=part, kind=section.kind)
        named: list[tuple[Path, str]] = [(("key", i), k) for i, k in enumerate(section.key)]
        if section.event_date is not None:
            named.append((("event_date",), section.event_date))
        for path, name in named:
            problem = unknown_field(name, section.fields, form.table(part))
            if problem is not None:
                yield draft.problem(problem[0], of, (*where, *path), name, **problem[1])
        dated = section.fields.get(section.event_date or "")
        if dated is not None and dated.type != "date":
            yield draft.problem(
                "field-type",
                of,
                (*where, "event_date"),
                section.event_date,
                field=str(section.event_date),
                type=dated.type,
                wanted="date",
            )


def field_settings_fit_the_type(draft: Draft) -> Iterator[Finding]:
    """Choices belong to choice fields, bounds to numbers, the currency to money, masks to texts."""
    units = draft.product.units if draft.product else {}
    currency = draft.product.currency if draft.product else ""
    for of, path, name, field in each_field(draft):
        if (field.type == "choice") != bool(field.choices):
            yield draft.problem("choices-and-type", of, path, field.type, field=name)
        bounds = [b for b in (field.minimum, field.maximum) if b is not None]
        if bounds and field.type not in NUMERIC:
            yield draft.problem("bounds-and-type", of, path, field.type, field=name)
        if bounds != sorted(bounds):
            yield draft.problem("bounds-crossed", of, (*path, "minimum"), field=name)
        unit = units.get(field.unit or "")
        if field.type == "money" and unit is not None and unit.base != currency:
            yield draft.problem(
                "money-unit", of, (*path, "unit"), field.unit, field=name, currency=currency
            )
        if field.personal and field.type not in ("text", "code"):
            yield draft.problem("personal-type", of, (*path, "personal"), field.type, field=name)


def headers_are_distinct(draft: Draft) -> Iterator[Finding]:
    """No two fields of a section have the same label or alias."""
    for form, part, section in each_section(draft):
        words = [
            (name, list(words_of(field.label.zh, field.label.en, field.aliases, ("label",))))
            for name, field in section.fields.items()
        ]
        inside: Path = ("sections", part, "fields")
        yield from _collisions(draft, form, inside, words, "header-twice")


def choices_are_distinct(draft: Draft) -> Iterator[Finding]:
    """No two choices of a field share a word."""
    for form, part, section in each_section(draft):
        for field_name, field in section.fields.items():
            words = [
                (code, [(code, ()), *words_of(choice.zh, choice.en, choice.aliases, ())])
                for code, choice in field.choices.items()
            ]
            inside = ("sections", part, "fields", field_name, "choices")
            yield from _collisions(draft, form, inside, words, "choice-twice")


def titles_are_distinct(draft: Draft) -> Iterator[Finding]:
    """No two forms, and no two sections of a form, are called the same."""
    first: dict[str, str] = {}
    for name, form in draft.forms.items():
        for word, path in words_of(form.title.zh, form.title.en, form.aliases, ("title",)):
            before = first.setdefault(folded(word), name)
            if before != name:
                yield draft.problem(
                    "title-twice", ("form", name), path, word, word=word, first=before
                )
        words = [
            (part, list(words_of(s.title.zh, s.title.en, s.aliases, ("title",))))
            for part, s in form.sections.items()
        ]
        yield from _collisions(draft, form, ("sections",), words, "header-twice")


def versions_move_on(draft: Draft) -> Iterator[Finding]:
    """The present version is not among the former ones; days until due are not negative."""
    for name, form in draft.forms.items():
        if form.version in form.former_versions:
            where = ("former_versions",)
            yield draft.problem("version-is-former", ("form", name), where, form.version)
        if form.due_days < 0:
            yield draft.problem(
                "due-days-negative", ("form", name), ("due_days",), str(form.due_days)
            )


def words_of(zh: str, en: str, aliases: Iterable[str], label: Path) -> Iterator[Word]:
    """Yield the names of something, each with the path behind ``label`` where it is written."""
    yield zh, (*label, "zh")
    yield en, (*label, "en")
    yield from ((alias, ("aliases", i)) for i, alias in enumerate(aliases))


def folded(word: str) -> str:
    """Return a word as headers are compared: width, case and spaces do not count."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", word)).casefold()


def _collisions(
    draft: Draft, form: Form, inside: Path, words: Iterable[tuple[str, list[Word]]], slug: str
) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for name, own in words:
        for word, path in own:
            before = first.setdefault(folded(word), name)
            if before != name:
                details = {"word": word, "one": before, "other": name}
                yield draft.problem(
                    slug, ("form", form.id), (*inside, name, *path), word, **details
                )
