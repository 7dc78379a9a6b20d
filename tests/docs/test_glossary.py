"""The glossary names every noun of the code and every table of the warehouse, and no others."""

import dataclasses
import inspect
import pkgutil
import re
from enum import Enum
from importlib import import_module

import pytest

import pipeline.domain
from dashboards.selection import PAGES, Selection
from pipeline.definitions.catalogue import load
from pipeline.domain.noun import Noun
from pipeline.reference.tables_page import fixed_tables

from .conftest import CONFIG, DOCS

COLUMNS = ("zh", "en", "what", "yaml", "class", "table", "url")
CODE = re.compile(r"`([^`]+)`")


def column(name: str) -> set[str]:
    """Return everything in code signs in one column of all tables."""
    rows = [line for line in (DOCS / "glossary.md").read_text("utf-8").splitlines() if "|" in line]
    cells = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows]
    assert all(len(row) == len(COLUMNS) for row in cells)
    return {word for row in cells for word in CODE.findall(row[COLUMNS.index(name)])}


def nouns() -> set[str]:
    """Return the names of every model, dataclass and enumeration of the domain."""
    found = set()
    for info in pkgutil.iter_modules(pipeline.domain.__path__):
        module = import_module(f"pipeline.domain.{info.name}")
        for name, kind in inspect.getmembers(module, inspect.isclass):
            is_noun = issubclass(kind, Noun | Enum) or dataclasses.is_dataclass(kind)
            if kind.__module__ == module.__name__ and is_noun:
                found.add(name)
    return found


def test_every_noun_of_the_domain_is_in_the_glossary_and_no_other() -> None:
    assert column("class") == nouns()


def test_every_table_is_in_the_glossary_and_no_other() -> None:
    catalogue = load(CONFIG).catalogue
    assert catalogue is not None
    assert column("table") == {*fixed_tables(), *catalogue.tables(built_in=True)}


def test_words_of_the_addresses_are_those_of_the_pages() -> None:
    texts = {one.name for one in dataclasses.fields(Selection)} - {"page", "language"}
    assert column("url") <= {*texts, *PAGES}


@pytest.mark.parametrize("number", [0, 1])
def test_a_thing_has_one_name_in_each_language(number: int) -> None:
    text = (DOCS / "glossary.md").read_text("utf-8")
    names = [row.split("|")[1 + number].strip() for row in text.splitlines() if row.startswith("|")]
    told = [n for n in names if n not in ("中文", "English", "---")]
    assert len(told) == len(set(told))
