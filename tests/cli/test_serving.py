"""The pages are opened: where, when that is said, and what is said where it cannot be."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from dashboards.listening import listening, url_of
from pipeline.cli import main
from pipeline.cli.options import USAGE
from tests.scenarios.town import SENT, take_in

HERE = "127.0.0.1"


@contextmanager
def taken_port() -> Iterator[int]:
    """A port at which another program listens."""
    with closing(listening(HERE, 0)[0]) as other:
        yield other.getsockname()[1]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return take_in(tmp_path_factory.mktemp("town"), SENT).data


def said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: object
) -> str:
    """What a command that is called wrongly says on stderr, and nothing elsewhere."""
    monkeypatch.setattr("sys.argv", ["unionkpi", *map(str, words)])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == USAGE
    heard = capsys.readouterr()
    assert heard.out == ""
    return heard.err


def test_a_port_that_is_taken_is_said_and_another_proposed(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with taken_port() as port:
        told = ("--data", data, "serve", "--port", port)
        zh = said(monkeypatch, capsys, *told)
        en = said(monkeypatch, capsys, "--lang", "en", *told)
    other = port + 1 if port < 65535 else port - 1
    assert zh == (
        f"端口 {port} › 已被占用，多半是看板已经开着：http://127.0.0.1:{port}/ › "
        f"要另开一个，换一个端口：--port {other}（make demo PORT={other}）\n"
    )
    assert en.startswith(f"port {port} › is taken, most likely by a dashboard that is open already")


def test_an_address_of_another_computer_is_refused_with_what_the_system_says(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ("--data", data, "serve", "--host", "192.0.2.1")  # kept for documents (RFC 5737)
    zh = said(monkeypatch, capsys, *told)
    assert zh.startswith("--host 192.0.2.1，--port 8050 › 这台计算机不能用这个地址（系统的说法：")
    assert "Traceback" not in zh


@pytest.mark.parametrize("port", [0, 65536])
def test_no_port_beyond_the_last_is_tried(
    port: int, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(monkeypatch, capsys, "--data", data, "serve", "--port", port)
    assert "1<=x<=65535" in told


def test_a_demo_says_so_before_it_makes_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What an earlier demo made is perhaps being looked at."""
    earlier = tmp_path / "processed" / "demo" / "published.json"
    earlier.parent.mkdir(parents=True)
    earlier.touch()
    with taken_port() as port:
        assert str(port) in said(monkeypatch, capsys, "--data", tmp_path, "demo", "--port", port)
    assert earlier.exists()
    assert not (tmp_path / "raw").exists()


def test_the_address_is_said_once_the_pages_answer(data: Path) -> None:
    with taken_port() as port:
        pass
    told = [sys.executable, "-m", "pipeline", "--data", str(data), "serve", "--port", str(port)]
    with subprocess.Popen(told, stdout=subprocess.PIPE, encoding="utf-8") as program:
        try:
            assert program.stdout is not None
            line = program.stdout.readline()
            assert url_of(HERE, port) in line
            with urlopen(url_of(HERE, port), timeout=20) as answer:
                assert answer.status == 200
        finally:
            program.terminate()


def test_an_address_is_written_as_browsers_want_it() -> None:
    assert url_of(HERE, 8050) == "http://127.0.0.1:8050/"
    assert url_of("::1", 8050) == "http://[::1]:8050/"
