"""Compiled scans are kept for the next process, and made again when they are not whole."""

from pathlib import Path

import pytest

from pipeline.domain.indicator import Measure
from pipeline.indicators import kept_sql, relations
from pipeline.indicators.relations import scans, section_of
from pipeline.indicators.terms import collect_terms
from tests.indicators.small_catalogue import definitions

KNOWN = definitions()


def asked() -> list[tuple[int, Measure, str]]:
    """The plain measures of one form."""
    found = [(n, m, s) for n, (t, m, s) in collect_terms(KNOWN).measures.items() if t == "book"]
    return [(n, m, s) for n, m, s in found if not s]


@pytest.fixture(autouse=True)
def a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    relations.compiled.cache_clear()
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    return tmp_path / "beside"


def test_scans_are_written_once(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    section = section_of("book", KNOWN)
    first = scans(section, asked(), folder=beside)
    relations.compiled.cache_clear()
    monkeypatch.setattr(relations, "write_scans", nobody_writes)
    assert scans(section, asked(), folder=beside) == first
    assert first[0].sql.lower().startswith("select")


def test_other_measures_are_other_scans(beside: Path) -> None:
    section = section_of("book", KNOWN)
    all_of_them = scans(section, asked(), folder=beside)
    assert scans(section, asked()[:1], folder=beside) != all_of_them
    assert scans(section, asked()[:1]) == scans(section, asked()[:1], folder=beside)


@pytest.mark.parametrize("damage", ["", "{", '{"check": "0", "scans": [["drop table x", null]]}'])
def test_what_is_not_whole_is_written_again(beside: Path, tmp_path: Path, damage: str) -> None:
    section = section_of("book", KNOWN)
    first = scans(section, asked(), folder=beside)
    (kept,) = beside.iterdir()
    (shared,) = (tmp_path / "cache").rglob("*.json")
    whole = kept.read_text(encoding="utf-8")
    assert shared.read_text(encoding="utf-8") == whole
    for place in (kept, shared):
        place.write_text(damage, encoding="utf-8")
    relations.compiled.cache_clear()
    assert scans(section, asked(), folder=beside) == first
    assert kept.read_text(encoding="utf-8") == shared.read_text(encoding="utf-8") == whole


def test_a_new_data_folder_finds_what_another_had_written(
    beside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = section_of("book", KNOWN)
    first = scans(section, asked(), folder=beside)
    relations.compiled.cache_clear()
    monkeypatch.setattr(relations, "write_scans", nobody_writes)
    assert scans(section, asked(), folder=tmp_path / "elsewhere") == first


def test_the_cache_is_where_the_system_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ending = Path("unionkpi") / "compiled"
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name)
    assert kept_sql.folder_of_user("linux") == Path.home() / ".cache" / ending
    assert kept_sql.folder_of_user("darwin") == Path.home() / "Library" / "Caches" / ending
    assert kept_sql.folder_of_user("win32") is None
    monkeypatch.setenv("LOCALAPPDATA", "local")
    assert kept_sql.folder_of_user("win32") == Path("local") / ending
    monkeypatch.setenv("XDG_CACHE_HOME", "own")
    assert kept_sql.folder_of_user("linux") == Path("own") / ending


def test_a_newer_library_writes_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept_sql.name_of(["x"])
    kept_sql.compiler.cache_clear()
    monkeypatch.setattr(kept_sql, "version", lambda name: "99")
    after = kept_sql.name_of(["x"])
    kept_sql.compiler.cache_clear()
    assert after != before


def nobody_writes(*_: object) -> None:
    raise AssertionError("the scans were to be found")
