"""What takes long says so on stderr, to people only, and never among the answers."""

import io
import json
import sys
from collections.abc import Sequence
from threading import Event

import pytest

from pipeline.cli import commands, tables
from tests.queries.office import Office, open_office


class Terminal(io.StringIO):
    """A stderr that somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setattr(tables, "PATIENCE", 0)
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def run(monkeypatch: pytest.MonkeyPatch, terminal: Terminal, office: Office, *words: str) -> None:
    """Run a command in front of the terminal, which a fixture could not put in place itself."""
    shared = ["--config", str(office.config), "--data", str(office.data)]
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        commands.main([*shared, *words], standalone_mode=False)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("progress"))


LONG = [
    (["build"], "正在重算"),
    (["freeze", "2024Q1", "--unit", "C1", "--reason", "已印发"], "正在冻结"),
    (["what-if", "--unit", "C1", "--period", "2024Q2", "--late-repeat", "--json"],
     "正在计算改动之后的数"),
    (["show", "rate", "--unit", "C1", "--period", "2024Q1", "--tree", "now", "--json"],
     "正在按所问的日期"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), LONG, ids=lambda given: given[0])
def test_somebody_who_waits_is_told_what_for(
    words: Sequence[str], said: str, office: Office, terminal: Terminal,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    run(monkeypatch, terminal, office, *words)
    answer = capsys.readouterr().out
    assert said in terminal.getvalue()
    assert said not in answer
    if "--json" in words:
        assert json.loads(answer)


def test_the_steps_of_a_build_are_counted(
    terminal: Terminal, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, terminal, office, "build")
    assert "0/4" in terminal.getvalue()
    assert "4/4" in terminal.getvalue()


def test_what_is_done_in_a_moment_shows_nothing(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "PATIENCE", 60)
    monkeypatch.setattr(sys, "stderr", terminal)
    with tables.working("正在忙"):
        pass
    assert terminal.getvalue() == ""


def test_a_program_that_reads_stderr_is_not_shown_a_bar(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "isatty", lambda: False)
    monkeypatch.setattr(sys, "stderr", terminal)
    with tables.working("正在忙"), tables.progress_bar(3, "正在读") as show:
        show(2)
        Event().wait(0.2)
    assert terminal.getvalue() == ""


def test_what_takes_longer_than_a_moment_is_told_while_it_lasts(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "PATIENCE", 0.01)
    monkeypatch.setattr(sys, "stderr", terminal)
    with tables.working("正在忙"):
        for _ in range(1000):
            if "正在忙" in terminal.getvalue():
                break
            Event().wait(0.01)
        assert "正在忙" in terminal.getvalue()
