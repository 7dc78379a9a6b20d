"""``write_docs``: everything below ``docs/`` that is made from the definitions and the code."""

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from pipeline.definitions.catalogue import Catalogue
from pipeline.definitions.schema import json_schemas
from pipeline.domain.noun import Language
from pipeline.reference.cli_page import cli_page
from pipeline.reference.facts_page import facts_page
from pipeline.reference.findings_page import findings_page
from pipeline.reference.forms_page import forms_page
from pipeline.reference.indicators_page import indicators_page
from pipeline.reference.plans_page import plans_page
from pipeline.reference.tables_page import tables_page

LANGUAGES: tuple[Language, ...] = ("zh", "en")
DEFINITION = re.compile(r"\]\(\.\./\.\./config/([^)]+)\)")
"""A link to a file of definitions, as from ``docs/reference`` to the ``config`` beside ``docs``."""


def write_docs(catalogue: Catalogue, out: Path, folders: Sequence[Path] = ()) -> list[Path]:
    """Write the pages into ``out`` and return their paths; the same input gives the same bytes.

    ``folders`` are those the definitions were read from: links to files lead there.
    """
    written = []
    for name, content in pages(catalogue).items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if folders and path.suffix == ".md":
            content = leading_to(content, folders, path.parent)
        path.write_text(content, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def leading_to(content: str, folders: Sequence[Path], here: Path) -> str:
    """The page, its links to definitions leading from ``here`` to where these lie."""

    def link(found: re.Match[str]) -> str:
        file = next((f / found[1] for f in folders if (f / found[1]).exists()), None)
        return f"]({address(file, here)})" if file else found[0]

    return DEFINITION.sub(link, content)


def address(file: Path, here: Path) -> str:
    """A file as a link from a folder names it."""
    try:
        return quote(Path(os.path.relpath(file, here)).as_posix())
    except ValueError:  # another drive of a Windows computer
        return file.resolve().as_uri()


def pages(catalogue: Catalogue) -> dict[str, str]:
    """Return every page by its path below ``docs/``."""
    found = {"cli.md": cli_page()}
    for language in LANGUAGES:
        found[f"reference/forms.{language}.md"] = forms_page(catalogue, language)
        found[f"reference/indicators.{language}.md"] = indicators_page(catalogue, language)
        found[f"reference/plans.{language}.md"] = plans_page(catalogue, language)
        if catalogue.facts:
            found[f"reference/facts.{language}.md"] = facts_page(catalogue, language)
        found[f"reference/findings.{language}.md"] = findings_page(language)
    found["reference/tables.md"] = tables_page(catalogue)
    for kind, schema in json_schemas().items():
        found[f"schemas/{kind}.json"] = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
    return found
