"""The values of a query's parameters in words: 报告期：2024年第三季度（2024Q3）；单位：不限."""

from collections.abc import Sequence
from typing import Protocol

from pipeline.domain.noun import Bilingual, Language
from pipeline.wording.phrases import phrase


class Set(Protocol):
    """A parameter as it was set."""

    @property
    def label(self) -> Bilingual: ...
    @property
    def text(self) -> str | None: ...
    @property
    def named(self) -> Bilingual | None: ...
    @property
    def unset(self) -> Bilingual | None: ...


def value_said(one: Set, language: Language) -> str:
    """The value with its name; what nothing given means."""
    if one.text is None:
        return unset_said(one.unset, language)
    if one.named is None:
        return one.text
    name = one.named.in_language(language)
    return phrase("sql.parameter_named", language, name=name, code=one.text)


def unset_said(unset: Bilingual | None, language: Language) -> str:
    """What it means that nothing was given."""
    return unset.in_language(language) if unset else phrase("sql.unset", language)


def parameters_said(given: Sequence[Set], language: Language) -> str:
    """All of them on one line; nothing where there are none."""
    said = [
        phrase("sql.parameter_set", language, label=one.label.in_language(language),
               value=value_said(one, language))
        for one in given
    ]  # fmt: skip
    return phrase("sql.parameter_join", language).join(said)
