"""The guide walked through by a newcomer: its commands, in its order, with its files."""

import re
import shlex
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from pipeline.cli import commands
from pipeline.reference.cli_page import program, walk

from .conftest import CONFIG, ROOT
from .test_readme import GUIDES, READMES, blocks, only

MEMBERSHIP = {
    5: 2000, 6: 900, 10: 1800, 11: 1800, 12: 0, 13: 20, 14: 5, 15: 800, 18: 1800,
}  # fmt: skip
"""What a clerk fills in, by row of the card, with the zero too many that the guide corrects."""
NOT_RUN = {"serve", "demo", "sample", "rebuild"}
"""Those that stay open, or that other tests run."""


def inline(page: str) -> list[str]:
    """The commands in the sentences of a page, without those that leave something out."""
    text = re.sub(r"^```.*?^```", "", (ROOT / page).read_text("utf-8"), flags=re.S | re.M)
    found = [" ".join(one.split()) for one in re.findall(r"`(unionkpi\s[^`]+)`", text)]
    return [one for one in found if "…" not in one]


def in_blocks(page: str) -> list[str]:
    lines = "\n".join(blocks(page)).splitlines()
    return [line.strip() for line in lines if line.startswith("unionkpi ")]


def invoke(line: str) -> str:
    done = CliRunner().invoke(commands, shlex.split(line)[1:], catch_exceptions=False)
    assert done.exit_code == 0, f"{line}: {done.output}"
    return done.output


@pytest.mark.parametrize("page", [*READMES, *GUIDES])
def test_every_command_of_a_sentence_has_the_verb_and_the_options_it_names(page: str) -> None:
    verbs = dict(walk(program()))
    told = inline(page)
    assert told
    for line in told:
        verb, *words = shlex.split(line)[1:]
        assert verb in verbs, line
        options = {name for one in verbs[verb].params for name in one.opts}
        assert {word for word in words if word.startswith("--")} <= options, line


def fill(blank: Path, to: Path) -> None:
    """Fill in the second sheet, the members; the others stay blank."""
    book = openpyxl.load_workbook(BytesIO(blank.read_bytes()))
    for row, value in MEMBERSHIP.items():
        book.worksheets[1].cell(row, 3).value = value
    to.parent.mkdir()
    book.save(to)


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell")
def test_a_newcomer_gets_through_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = GUIDES[0]
    repository, home = tmp_path / "unionkpi", tmp_path / "qingshan"
    shutil.copytree(CONFIG, repository / "config")
    start, settings = (b for b in blocks(guide) if b.startswith(("mkdir", "export")))
    steps = start.replace("source .venv/bin/activate\n", "") + "pwd\n"
    at = subprocess.run(
        ["sh", "-e"], input=steps, cwd=repository, capture_output=True, text=True, check=True
    )
    assert Path(at.stdout.strip()) == home
    monkeypatch.chdir(home)
    for name, value in re.findall(r"export (\w+)=(\S+)", settings):
        monkeypatch.setenv(name, value)
    config = home / "my-config"
    _, plan, correction, circular, query = blocks(guide, "yaml")
    (config / "org_units.csv").write_text(only(blocks(guide, "csv")), encoding="utf-8")
    (config / "plans" / "qingshan_2025.yml").write_text(plan, encoding="utf-8")
    invoke("unionkpi check")
    monkeypatch.setattr("sys.argv", ["unionkpi"])
    for line in in_blocks(guide):
        if line.split()[1] in NOT_RUN:
            continue
        if " ingest " in line:
            fill(home / "outbox" / "QSX0101_2025Q1.xlsx", home / "inbox" / "filled.xlsx")
        if " report " in line:
            (config / "corrections").mkdir()
            (config / "corrections" / "zero.yml").write_text(correction, encoding="utf-8")
            (config / "queries" / "members.yml").write_text(query, encoding="utf-8")
            with (config / "product.yml").open("a", encoding="utf-8") as product:
                product.write(circular)
        if " late_reporters" in line or " report " in line:
            invoke("unionkpi build")
        assert invoke(line), line
    assert "QSX0101,180" in invoke("unionkpi query members --csv")
    for line in inline(guide):
        if "QSX" in line and line.split()[1] not in NOT_RUN:
            invoke(line)
    assert (home / "QSX01").is_dir()
