"""What is printed into a file or another program on a Chinese Windows, where GBK is written."""

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.cli.other_encodings import STAND_INS, in_encoding
from tests.reports import county


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("printed")
    county.publish(made)
    return made


def printed(folder: Path, encoding: str, *words: str) -> bytes:
    """What a command writes where output is of an encoding, as it is without UTF-8 mode."""
    asked = [sys.executable, "-m", "pipeline", "--config", str(folder / "config"),
             "--data", str(folder / "data"), *words, "--unit", county.COUNTY,
             "--period", county.LAST]  # fmt: skip
    setting = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(asked, env=setting, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode(encoding, "replace")
    return done.stdout


def test_a_trace_is_printed_where_its_signs_cannot_be(folder: Path) -> None:
    whole = printed(folder, "utf-8", "trace", "members_total").decode("utf-8")
    assert "✓" in whole
    said = printed(folder, "gbk", "trace", "members_total").decode("gbk")
    assert said == whole.translate({ord(sign): like for sign, like in STAND_INS.items()})
    assert "?" not in said


def test_figures_are_printed_even_where_there_are_no_chinese_letters(folder: Path) -> None:
    assert b"388 ?" in printed(folder, "ascii", "show", "members_total")


def test_json_says_the_same_in_every_encoding(folder: Path) -> None:
    whole = printed(folder, "utf-8", "show", "members_total", "--json")
    assert "会员总数" in whole.decode("utf-8")
    for encoding in ("gbk", "ascii"):
        said = printed(folder, encoding, "show", "members_total", "--json")
        assert json.loads(said.decode("ascii")) == json.loads(whole)


def test_every_sign_of_a_sentence_has_one_like_it_in_gbk() -> None:
    texts = [one.read_text("utf-8") for one in files("pipeline.wording").iterdir()
             if one.name.endswith((".py", ".yml"))]  # fmt: skip
    lacking = {sign for text in texts for sign in text if not encodes(sign)}
    assert lacking, "GBK has no sign for minus"
    assert {sign for sign in lacking if in_encoding(sign, "gbk") == "?"} == set()


def encodes(sign: str) -> bool:
    try:
        sign.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
