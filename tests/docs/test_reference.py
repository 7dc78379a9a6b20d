"""The committed reference pages are what the definitions and the program say today."""

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from pipeline.cli import commands
from pipeline.definitions.catalogue import Catalogue, load
from pipeline.reference import write_docs
from pipeline.reference.answers_table import meaning, paths
from pipeline.reference.cli_page import shapes
from pipeline.reference.indicators_page import indicators_page
from pipeline.reference.said import words
from pipeline.reference.tables_page import fixed_tables
from pipeline.reference.tables_page import meaning as meaning_of_column
from pipeline.run import DefinitionsInvalid
from pipeline.warehouse.reader import Reader
from pipeline.wording.catalogue import catalogue as findings
from tests.definitions.folders import FILES, write_folder
from tests.queries.test_former import CHANGED, FILE

from .conftest import CONFIG, DOCS

LANGUAGES = ("zh", "en")


@pytest.fixture(scope="module")
def written(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("docs")
    paths_ = write_docs(catalogue, out)
    return {path.relative_to(out).as_posix(): path.read_text("utf-8") for path in paths_}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    loaded = load(CONFIG).catalogue
    assert loaded is not None
    return loaded


def test_former_definitions_stand_under_the_present_one(tmp_path: Path) -> None:
    found = load(write_folder(tmp_path, {**FILES, FILE: CHANGED})).catalogue
    assert found is not None
    rows = [line for line in indicators_page(found, "zh").splitlines() if "原口径" in line]
    assert len(rows) == 1
    assert rows[0].startswith("| 原口径，用到2024年3月31日 | 会员表 › 会员 › 女会员")
    assert rows[0].endswith("<br>不再只计女会员 |")


def test_the_committed_pages_are_up_to_date(written: dict[str, str]) -> None:
    stale = [
        name
        for name, text in written.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != text
    ]
    assert not stale, f"run `make docs` and commit: {', '.join(stale)}"


def test_no_page_is_left_over_from_definitions_that_are_gone(written: dict[str, str]) -> None:
    there = {
        path.relative_to(DOCS).as_posix()
        for folder in ("reference", "schemas")
        for path in (DOCS / folder).rglob("*.*")
    }
    assert there <= set(written)


def test_writing_twice_gives_the_same_bytes(
    catalogue: Catalogue, written: dict[str, str], tmp_path: Path
) -> None:
    again = {p.relative_to(tmp_path).as_posix(): p for p in write_docs(catalogue, tmp_path)}
    assert {name: path.read_bytes() for name, path in again.items()} == {
        name: text.encode() for name, text in written.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_field_indicator_target_and_slug_is_there(
    language: str, written: dict[str, str], catalogue: Catalogue
) -> None:
    def addresses(page: str) -> set[str]:
        return set(re.findall(r'<a id="([^"]+)">', written[f"reference/{page}.{language}.md"]))

    assert set(catalogue.forms) <= addresses("forms")
    assert set(catalogue.indicators) <= addresses("indicators")
    assert set(catalogue.plans) <= addresses("plans")
    assert set(findings()) <= addresses("findings")
    forms = written[f"reference/forms.{language}.md"]
    for form in catalogue.forms.values():
        for section in form.sections.values():
            assert all(f"| `{name}` |" in forms for name in section.fields)
    plans = written[f"reference/plans.{language}.md"]
    for plan in catalogue.plans.values():
        links = (f"[{t.fact}](facts.{language}.md#{t.fact})" for t in plan.targets if t.fact)
        assert all(f"| {link} |" in plans for link in links)
    assert set(catalogue.facts) <= addresses("facts")


def test_the_tables_page_has_the_columns_the_snapshot_has(
    written: dict[str, str], catalogue: Catalogue, reader: Reader
) -> None:
    page = written["reference/tables.md"]
    told = {
        name: re.findall(r"^\| `(\w+)` \|", part, re.M)
        for name, part in re.findall(r'<a id="(\w+)"></a>\n\n## .*?\n(.*?)(?=<a id|\Z)', page, re.S)
    }
    there: dict[str, list[str]] = {}
    for table, name in reader.rows(
        "select table_name, column_name from duckdb_columns()"
        " where database_name = 'snapshot' and not internal order by table_name, column_index"
    ):
        there.setdefault(table, []).append(name)
    assert {name: set(columns) for name, columns in told.items()} == {
        name: set(columns) for name, columns in there.items() if name in told
    }
    views = {f"current_{name}" for name in (*told, "dismissal")}
    assert set(there) <= set(told) | views


def test_every_column_has_a_meaning_in_both_languages() -> None:
    unsaid = [
        f"{table}.{column}"
        for table, columns in fixed_tables().items()
        for column, _ in columns
        if not all(meaning_of_column(table, column))
    ]
    assert not unsaid, f"say in pipeline/wording/columns.yml: {', '.join(unsaid)}"


def test_every_json_field_has_a_meaning_in_both_languages() -> None:
    assert {"show", "trace", "status", "ingest"} <= set(shapes())
    unsaid = [
        f"{command}: {path}"
        for command, shape in shapes().items()
        for path, owner, name, _ in paths(shape)
        if not {"zh", "en"} <= set(meaning(owner, name))
    ]
    assert not unsaid, f"say in pipeline/reference/json_fields.yml: {', '.join(unsaid)}"


def test_every_word_of_the_pages_is_there_in_both_languages() -> None:
    assert len(words()) > 20
    assert all(both.zh and both.en for both in words().values())


def test_links_lead_to_the_definitions_the_pages_were_made_from(tmp_path: Path) -> None:
    """Units and a plan in a folder of their own, the pages in another."""
    own, out = tmp_path / "我的 county", tmp_path / "a" / "my-docs"
    shutil.copytree(CONFIG, own)
    more = tmp_path / "more"
    (more / "plans").mkdir(parents=True)
    (own / "plans" / "liyuan_community_2008.yml").rename(more / "plans" / "mine.yml")
    asked = ["--config", str(own), "--config", str(more), "docs", "--out", str(out)]
    assert CliRunner().invoke(commands, asked).exit_code == 0
    for page in sorted((out / "reference").glob("*.en.md")):
        for link in re.findall(r"\]\(([^)#]*\.(?:yml|csv))\)", page.read_text("utf-8")):
            led = (page.parent / unquote(link)).resolve()
            assert led.exists(), (page.name, link)
            assert led.is_relative_to(more if led.name == "mine.yml" else own)


def test_a_broken_configuration_gives_no_pages(tmp_path: Path) -> None:
    (tmp_path / "product.yml").write_text("name: [", encoding="utf-8")
    asked = ["--config", str(tmp_path), "docs", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(commands, asked)
    assert isinstance(result.exception, DefinitionsInvalid)  # which the program says in words
    assert not (tmp_path / "out").exists()
