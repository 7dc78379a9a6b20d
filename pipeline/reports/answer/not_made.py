"""The rules that did not run on a file, once each, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.domain.form import Form
from pipeline.domain.noun import Language
from pipeline.domain.submission import RuleNotRun
from pipeline.templates.not_made import rule_words, section_behind, why_words


@dataclass(frozen=True)
class NotMade:
    """One rule: what it asks, why it did not run, in how many reports of the file."""

    form: str
    rule: str
    what: str
    why: str
    reports: int


def not_made(
    missed: Iterable[RuleNotRun], forms: Mapping[str, Form], language: Language
) -> tuple[NotMade, ...]:
    """Return each rule with its reason, in the order of the file."""
    counts: dict[tuple[str, str, str, str, tuple[str, ...]], int] = {}
    for one in missed:
        key = (one.form, one.table, one.rule, one.reason, one.fields)
        counts[key] = counts.get(key, 0) + 1
    told = []
    for (form, table, rule, reason, fields), reports in counts.items():
        section = section_behind(forms, form, table)
        title = forms[form].title.in_language(language) if form in forms else form
        told.append(
            NotMade(title, rule, rule_words(section, rule).in_language(language),
                    why_words(section, reason, fields).in_language(language), reports)
        )  # fmt: skip
    return tuple(told)
