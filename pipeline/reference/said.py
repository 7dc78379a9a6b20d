"""The words of the reference pages: ``said("forms.title", "zh")``."""

from functools import cache
from importlib.resources import files

import yaml

from pipeline.domain.noun import Bilingual, Language


@cache
def words() -> dict[str, Bilingual]:
    """Return every text of ``words.yml`` by key."""
    given = files("pipeline.reference").joinpath("words.yml").read_text(encoding="utf-8")
    read: dict[str, dict[str, str]] = yaml.load(given, Loader=yaml.BaseLoader)
    return {key: Bilingual(**both) for key, both in read.items()}


def said(key: str, language: Language, **values: object) -> str:
    """Return a text with its values; a missing key is an error."""
    return words()[key].in_language(language).format(**values)


def joined(parts: list[str] | tuple[str, ...], language: Language) -> str:
    """Return items of one kind, with the language's own comma."""
    return said("list", language).join(parts)


def opening(title: str, name: str, language: Language) -> list[str]:
    """Return how every reference page starts: title, the other language, where it comes from."""
    other = "en" if language == "zh" else "zh"
    link = said("other_language", language, file=f"{name}.{other}.md")
    return [f"# {title}", f"{link} · {said('generated', language)}"]
