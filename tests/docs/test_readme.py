"""What the README and the guide tell people to write and to run works as told."""

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pipeline.definitions.catalogue import Catalogue, load
from pipeline.indicators.examples import run_examples
from pipeline.intake.drafts import FOLDER as DRAFTS
from pipeline.intake.persons import KEY_FILE
from pipeline.intake.receipts import FILE as RECEIPTS
from pipeline.reference.cli_page import program, walk
from pipeline.warehouse.event_log import FILE as EVENTS
from pipeline.warehouse.frozen import FOLDER as FROZEN
from pipeline.warehouse.reader import Reader
from pipeline.wording.messages import as_line

from .conftest import CONFIG, DOCS, ROOT

READMES = ("README.md", "README.zh-CN.md")
GUIDES = ("docs/guide.md", "docs/guide.zh-CN.md")
BOTH = pytest.mark.parametrize("readme", READMES)


def blocks(name: str, language: str = "") -> list[str]:
    """Return the code blocks of a page that are marked with a language."""
    text = (ROOT / name).read_text("utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.S | re.M)
    return [block for marked, block in found if marked == language]


def only(found: list[str]) -> str:
    assert len(found) == 1
    return found[0]


def good(config: Path) -> Catalogue:
    """Return the catalogue of a configuration that must load."""
    loaded = load(config)
    wrong = [as_line(f, "en") for f in loaded.findings if f.severity == "error"]
    assert loaded.catalogue is not None, "\n".join(wrong)
    return loaded.catalogue


@BOTH
def test_the_indicator_in_ten_lines_is_valid_and_gives_what_it_says(
    readme: str, tmp_path: Path
) -> None:
    text = only(blocks(readme, "yaml"))
    assert len(text.splitlines()) == 10
    path = re.search(r"`config/(indicators/\w+/(\w+)\.yml)`", (ROOT / readme).read_text("utf-8"))
    assert path is not None
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config)
    (config / path[1]).write_text(text, encoding="utf-8")
    catalogue = good(config)
    expected = catalogue.indicators[path[2]].example.expect
    outcome = run_examples(catalogue, [path[2]])[path[2]]
    assert (outcome.numerator, outcome.value) == (expected.numerator, expected.value)


@BOTH
def test_the_first_screen_has_sentence_picture_and_two_commands(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    title, sentence, picture, commands = text.split("\n\n")[:4]
    assert title.startswith("# unionkpi")
    assert sentence.startswith("**")
    assert "docs/images/overview.png" in picture
    assert commands == "```\nmake demo\nmake test\n```"


@BOTH
def test_the_table_of_commands_is_the_program(readme: str) -> None:
    told = re.findall(r"^\| `unionkpi ([\w-]+)` \|", (ROOT / readme).read_text("utf-8"), re.M)
    assert sorted(told) == sorted(name for name, _ in walk(program()))


@BOTH
def test_counts_are_true(readme: str) -> None:
    catalogue = good(CONFIG)
    text = (ROOT / readme).read_text("utf-8")
    targets = sum(len(plan.targets) for plan in catalogue.plans.values())
    for count in (len(catalogue.forms), len(catalogue.indicators), targets):
        assert re.search(rf"\b{count}\b", text, re.A)


def test_the_count_of_named_queries_is_true() -> None:
    (told,) = re.findall(r"(\w+) named queries", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert told == str(len(list((CONFIG / "queries").glob("*.yml"))))


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_names_all_that_cannot_be_made_again(guide: str, reader: Reader) -> None:
    kept = {KEY_FILE, EVENTS.name, FROZEN.name, DRAFTS.name, "archive"}
    text = (ROOT / guide).read_text("utf-8")
    assert kept | {RECEIPTS} <= set(re.findall(r"[\w.]+", text))
    made = {path.name for path in (reader.data / "raw").iterdir()}
    assert {KEY_FILE, "archive"} <= made <= kept, "nothing lies there that is not named"


@pytest.mark.parametrize(("english", "chinese"), [READMES, GUIDES])
def test_both_languages_show_the_same_code(english: str, chinese: str) -> None:
    for language in ("yaml", "csv", "python"):
        assert blocks(english, language) == blocks(chinese, language)
    settings = "export UNIONKPI_LANG=en\n"
    commands = [block.replace(settings, "") for block in blocks(english)]
    flow = 1 if english == "README.md" else None
    other = blocks(chinese)
    if flow is not None:
        commands.pop(flow)
        other.pop(flow)
    assert [block.split("\n")[0].split(" ")[:2] for block in commands] == [
        block.split("\n")[0].split(" ")[:2] for block in other
    ]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(
    "target",
    ["help", "demo", "test", "setup", "docs", "bench-intake", "corpus", "mutation", "office-files"],
)
def test_targets_that_pages_name_exist(target: str) -> None:
    done = subprocess.run(
        ["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", [["--help"], *([name, "--help"] for name, _ in walk(program()))])
def test_every_command_explains_itself_with_examples(words: list[str]) -> None:
    if len(words) == 1:
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", *words], cwd=ROOT, capture_output=True,
            text=True, encoding="utf-8", check=True, timeout=120,
        )  # fmt: skip
        assert "Examples:" in done.stdout
    else:
        command = dict(walk(program()))[words[0]]
        assert f"unionkpi {words[0]}" in (command.help or "") or "unionkpi --" in (
            command.help or ""
        )


@pytest.mark.parametrize("guide", GUIDES)
def test_commands_of_the_guide_exist(guide: str) -> None:
    verbs = {name for name, _ in walk(program())}
    told = re.findall(r"^unionkpi (\w+)", "\n".join(blocks(guide)), re.M)
    assert told
    assert set(told) <= verbs


def test_the_county_of_the_guide_loads(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config)
    for plan in (config / "plans").glob("*.yml"):
        plan.unlink()
    (config / "org_units.csv").write_text(only(blocks(GUIDES[0], "csv")), encoding="utf-8")
    former, plan, correction, circular, query = blocks(GUIDES[0], "yaml")
    with (config / "product.yml").open("a", encoding="utf-8") as file:
        file.write(circular)
    with (config / "indicators" / "membership" / "members_total.yml").open(
        "a", encoding="utf-8"
    ) as file:
        file.write(former)
    (config / "plans" / "qingshan_2025.yml").write_text(plan, encoding="utf-8")
    (config / "corrections").mkdir(exist_ok=True)
    (config / "corrections" / "zero.yml").write_text(correction, encoding="utf-8")
    (config / "queries" / "members.yml").write_text(query, encoding="utf-8")
    catalogue = good(config)
    assert [unit.code for unit in catalogue.org_units] == ["QSX", "QSX01", "QSX0101", "QSX0102"]
    assert catalogue.corrections["zero"].cells[0].value == "180"
    assert catalogue.product.circular.of("QSX").number == "青工发〔{year}〕{number}号"
    then = catalogue.indicators["members_total"].on(date(2024, 12, 31))
    assert then.numerator[0].field == "members_employed"


def test_the_python_of_the_guide_runs(reader: Reader) -> None:
    code = only(blocks(GUIDES[0], "python")).replace('"my-data"', repr(str(reader.data)))
    names: dict[str, object] = {}
    exec(code, names)
    assert names["rows"]
    assert len(names["frame"]) > 0  # type: ignore[arg-type]


@pytest.mark.parametrize("guide", GUIDES)
def test_the_sql_of_the_guide_runs(guide: str, reader: Reader) -> None:
    queries = re.findall(r'^unionkpi query "(.+)"$', "\n".join(blocks(guide)), re.M)
    assert queries
    for sql in queries:
        reader.rows(sql)


def test_the_sql_of_the_tables_page_names_each_unit_once(reader: Reader) -> None:
    _, joined = blocks("docs/reference/tables.md", "sql")
    rows = reader.rows(joined)
    towns = {name for name, _ in rows}
    below = "select count(distinct unit) from unit_tree where parent = 'AHX' and day = '2024-12-31'"
    assert len(towns) == len(rows) == reader.rows(below)[0][0] > 0
    assert any(value is not None for _, value in rows)


def test_named_queries_that_pages_name_exist() -> None:
    known = {path.stem for path in (CONFIG / "queries").glob("*.yml")}
    pages = [*ROOT.glob("*.md"), *DOCS.glob("*.md")]
    told = {n for page in pages for n in re.findall(r"--named ([a-z]\w+)", page.read_text("utf-8"))}
    assert told <= known
