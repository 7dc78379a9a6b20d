"""Texts of pages, workbooks and reports: ``phrase("reported", "zh")``.

The texts stand in ``phrases.yml``; to add one, add ``key: {zh: …, en: …}`` there (both
languages, keys in snake case with a dot per area: ``nav.skip``) and call it by its key.
Values are bound by name: ``{count}`` in the text, ``count=3`` in the call. Numbers are
formatted by ``numbers`` before they are bound. A word that depends on a number is given for one
and for more: ``{count} {count:report is|reports are} missing``.
"""

from functools import cache
from importlib.resources import files

import yaml

from pipeline.domain.noun import Bilingual, Language
from pipeline.wording.catalogue import LOADER
from pipeline.wording.messages import fill


class UnknownPhraseError(KeyError):
    """No text has this key."""


@cache
def _given() -> dict[str, dict[str, str]]:
    text = files("pipeline.wording").joinpath("phrases.yml").read_text(encoding="utf-8")
    given: dict[str, dict[str, str]] = yaml.load(text, Loader=LOADER)
    return given


def phrases() -> dict[str, Bilingual]:
    """Return all texts by key."""
    return {key: _text(key) for key in _given()}


@cache
def _text(key: str) -> Bilingual:
    """Return one text; a mistake in another entry does not reach it."""
    if key not in _given():
        raise UnknownPhraseError(key)
    return Bilingual(**_given()[key])


def phrase(key: str, language: Language = "zh", **values: object) -> str:
    """Return a text with its values. Raises UnknownPhraseError."""
    texts = {name: str(value) for name, value in values.items()}
    return fill(_text(key).in_language(language), texts, language)
