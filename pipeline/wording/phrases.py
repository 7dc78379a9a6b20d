"""Texts of pages, workbooks and reports: ``phrase("reported", "zh")``.

The texts stand in ``phrases.yml``; to add one, add ``key: {zh: …, en: …}`` there (both
languages, keys in snake case with a dot per area: ``nav.overview``) and call it by its key.
Values are bound by name: ``{count}`` in the text, ``count=3`` in the call. Numbers are
formatted by ``numbers`` before they are bound.
"""

from functools import cache
from importlib.resources import files

import yaml

from pipeline.domain.noun import Bilingual, Language
from pipeline.wording.messages import fill


class UnknownPhraseError(KeyError):
    """No text has this key."""


@cache
def phrases() -> dict[str, Bilingual]:
    """Return all texts by key."""
    text = files("pipeline.wording").joinpath("phrases.yml").read_text(encoding="utf-8")
    given = yaml.load(text, Loader=yaml.BaseLoader)
    return {key: Bilingual(**texts) for key, texts in given.items()}


def phrase(key: str, language: Language = "zh", **values: object) -> str:
    """Return a text with its values. Raises UnknownPhraseError."""
    if key not in phrases():
        raise UnknownPhraseError(key)
    texts = {name: str(value) for name, value in values.items()}
    return fill(phrases()[key].in_language(language), texts, language)
