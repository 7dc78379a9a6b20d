"""What the tables of the warehouse and their columns hold, for whoever writes SQL."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from pipeline.domain.form import Field
from pipeline.domain.noun import Bilingual
from pipeline.wording.catalogue import LOADER

TableGroup = Literal["results", "records", "facts", "own"]
"""What was computed; what came and what was done; what the forms say; the program's own notes."""
FACT = "fact"


@dataclass(frozen=True)
class TableWords:
    """What a table holds, and what kind of table it is."""

    title: Bilingual
    group: TableGroup


@cache
def known() -> dict[str, dict[str, dict[str, str]]]:
    """Return what is written in ``columns.yml``."""
    text = files("pipeline.wording").joinpath("columns.yml").read_text(encoding="utf-8")
    read: dict[str, dict[str, dict[str, str]]] = yaml.load(text, Loader=LOADER)
    return read


def known_tables() -> tuple[str, ...]:
    """Return the tables that every warehouse has, those first that are asked most."""
    return tuple(known()["tables"])


def table_words(table: str) -> TableWords | None:
    """Return what a table is that every warehouse has; None for the fact tables of forms."""
    given = known()["tables"].get(table)
    if given is None:
        return None
    group: TableGroup = given["group"]  # type: ignore[assignment]
    return TableWords(Bilingual(zh=given["zh"], en=given["en"]), group)


def column_words(table: str, column: str) -> Bilingual | None:
    """Return what a column means; of fact tables only those that all of them have."""
    columns = known()["columns"]
    given = columns.get(f"{table}.{column}") or columns.get(column)
    return Bilingual(**given) if given else None


def key_words(column: str) -> Bilingual:
    """Return what a column means that every fact table begins with. Raises KeyError."""
    return Bilingual(**known()["columns"][f"{FACT}.{column}"])


def field_words(field: Field, unit: Bilingual | None = None) -> Bilingual:
    """Return a field's label, its unit of measure, and the codes of a choice with their words."""
    zh = field.label.zh + (f"（{unit.zh}）" if unit else "")
    en = field.label.en + (f" ({unit.en})" if unit else "")
    if field.choices:
        zh += "：" + "，".join(f"{code}={choice.zh}" for code, choice in field.choices.items())
        en += ": " + ", ".join(f"{code}={choice.en}" for code, choice in field.choices.items())
    return Bilingual(zh=zh, en=en)
