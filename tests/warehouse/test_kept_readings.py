"""What stays as it was read is kept beside the archive; where that is lost, it is told."""

from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest

from pipeline import run
from pipeline.intake import former_readings
from pipeline.queries import questions
from pipeline.warehouse import event_log
from tests.queries.office import Office
from tests.queries.test_flow import numerator
from tests.warehouse.acts import agrees, lock, settle, told
from tests.warehouse.test_redefined import ALIAS, LABEL, NEW_RULE, build, edit
from tests.warehouse.unread import FILE


@pytest.fixture
def locked(unread: Office) -> Office:
    """G4's report stays unread: its form has learned the heading after the lock."""
    lock(unread)
    edit(unread, LABEL, ALIAS)
    build(unread)
    assert numerator(unread, "G4") is None
    return unread


def reading_of(office: Office) -> Path:
    (event,) = [e for e in event_log.read(office.data) if e.deed == "retain"]
    return former_readings.place_of(office.data / "raw" / "archive", event.sha256 or "")


def remove(path: Path) -> None:
    rmtree(path.parent)


def damage(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize("lose", [remove, damage])
@pytest.mark.parametrize("verb", ["build", "rebuild"])
def test_a_lost_reading_is_written_again_while_the_warehouse_is_there(
    locked: Office, lose: Callable[[Path], None], verb: str
) -> None:
    path = reading_of(locked)
    before = path.read_bytes()
    lose(path)
    code, said = settle(locked, verb)
    assert code == 0, said
    assert "1 份留存的读法（data/raw/readings）缺失或损坏，已照数据仓库里的重新写好" in said
    assert path.read_bytes() == before
    assert numerator(locked, "G4") is None
    assert told(locked, "reading-lost") == []
    assert "缺失或损坏" not in settle(locked, verb)[1]
    assert agrees(locked)


def test_without_a_warehouse_it_is_read_by_the_definitions_of_now_and_told(locked: Office) -> None:
    path = reading_of(locked)
    before = path.read_bytes()
    remove(path)
    rmtree(locked.data / "processed")
    code, said = settle(locked, "--lang", "en", "rebuild")
    assert code == 0, said
    assert "1 file should count as it was read before" in said
    assert numerator(locked, "G4") == 70
    rows = questions.finding_list(locked.reader, "G4").rows
    found = [r for r in rows if r.slug == "reading-lost"]
    assert {(r.file, r.period, r.severity) for r in found} == {(FILE, "2024Q1", "warning")}
    assert found[0].details["reading"] == path.relative_to(locked.data / "raw").as_posix()
    assert agrees(locked)
    build(locked)
    assert not path.exists(), "what is read now is not kept in its place"
    path.parent.mkdir()
    path.write_bytes(before)
    assert settle(locked, "rebuild")[0] == 0
    assert numerator(locked, "G4") is None, "from the backup"
    assert told(locked, "reading-lost") == []
    assert agrees(locked)


def test_a_report_that_is_held_back_for_the_loss_says_so(unread: Office) -> None:
    edit(unread, "    rules:\n", NEW_RULE % "error")
    build(unread)
    assert numerator(unread) == 211
    rmtree(unread.data / "raw" / former_readings.FOLDER)
    rmtree(unread.data / "processed")
    run.restore([unread.config], unread.data)
    assert numerator(unread) != 211
    assert told(unread, "reading-lost")
    assert agrees(unread)
