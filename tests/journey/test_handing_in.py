"""Files are dropped or chosen on the page 上报: checked, answered and handed in, every one."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from dashboards.security import MOST_BYTES
from pipeline.queries import questions
from tests.browsing import Watched
from tests.queries.office import Office, Sent, open_office, write

pytestmark = [
    pytest.mark.browser,
    # The browser's pipe is closed by its own process when the session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
FILE, FOLDER, RESULT = "#upload-file input", "#upload-folder input", "#upload-result"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


@pytest.fixture
def sent(office: Office, tmp_path: Path) -> Path:
    """A folder of two reports in order, two with more women than members, and a letter."""
    folder = tmp_path / "来件" / "东镇"
    folder.mkdir(parents=True)
    for number, (unit, women) in enumerate((("G2", 9), ("G3", 8), ("G4", 77), ("G5", 78))):
        write(folder, office.config, Sent(unit, "2024Q3", "2024-10-02", 60, women), number)
    (folder / "说明.docx").write_bytes(b"PK\x03\x04 a letter")
    return folder


def counted(office: Office) -> set[str]:
    """Units whose report is in: late, for the period is over."""
    found = questions.reporting_status(office.reader, "C1", "2024Q3", form="members").rows
    return {row.unit.code for row in found if row.state == "late"}


def test_several_files_are_checked_and_handed_in_at_once(
    tab: Watched, office: Office, sent: Path
) -> None:
    page = tab.page
    tab.open("/upload?unit=C1&period=2024Q2")
    page.set_input_files(FILE, sorted(sent.iterdir()))
    result = page.locator(RESULT)
    expect(result.get_by_text("2 个文件可以上报，其余的会被退回。")).to_be_visible(timeout=30_000)
    expect(result.get_by_role("heading", name="没有问题的文件 2 个")).to_be_visible()
    assert "说明.docx" in result.inner_text(), "what is no report is answered too"
    with page.expect_download() as taken:
        result.get_by_text("下载全部退回件").click()
    assert taken.value.suggested_filename == "退回件.zip"
    with zipfile.ZipFile(BytesIO(taken.value.path().read_bytes())) as back:
        assert sorted(back.namelist()) == [
            "2_G4_2024Q3_退回.xlsx", "3_G5_2024Q3_退回.xlsx", "answer.html",
        ]  # fmt: skip

    page.get_by_role("button", name="正式上报").click()
    expect(result.get_by_text("已收下 2 个文件")).to_be_visible(timeout=30_000)
    assert counted(office) == {"G2", "G3"}
    assert tab.complaints == []


def test_pressed_again_while_files_are_taken_in_nothing_is_sent_twice(
    tab: Watched, office: Office, sent: Path
) -> None:
    page, held = tab.page, list[Route]()
    tab.open("/upload?unit=C1&period=2024Q2")
    page.set_input_files(FILE, sorted(sent.glob("*G[23]*")))
    hand_in = page.get_by_role("button", name="正式上报")
    keep = page.get_by_role("button", name="存为草稿")
    expect(hand_in).to_be_enabled(timeout=30_000)
    page.route("**/_dash-update-component*", lambda route: held.append(route))
    hand_in.click()
    expect(hand_in).to_be_disabled()
    expect(keep).to_be_disabled()
    expect(page.locator("#upload-waiting")).to_be_visible()
    hand_in.dispatch_event("click")
    keep.dispatch_event("click")
    held[0].continue_()
    expect(page.locator(RESULT).get_by_text("已收下 2 个文件")).to_be_visible(timeout=30_000)
    assert len(held) == 1
    assert counted(office) == {"G2", "G3"}


def test_a_whole_folder_is_chosen_and_each_file_told_by_its_place(tab: Watched, sent: Path) -> None:
    tab.open("/upload?unit=C1&period=2024Q2&lang=en")
    tab.page.set_input_files(FOLDER, sent.parent)
    result = tab.page.locator(RESULT)
    expect(result.get_by_text("2 files can be handed in")).to_be_visible(timeout=30_000)
    said = result.inner_text()
    for name in ("0_G2_2024Q3.xlsx", "1_G3_2024Q3.xlsx", "2_G4_2024Q3.xlsx", "3_G5_2024Q3.xlsx"):
        assert f"来件/东镇/{name}" in said, "each file by its own place"
    assert tab.complaints == []


def test_a_dropped_folder_is_taken_with_every_file_in_it(tab: Watched, sent: Path) -> None:
    notes = sent.parent / "西镇" / "说明"
    notes.mkdir(parents=True)
    for number in range(101):  # A browser lists a folder a hundred at a time.
        (notes / f"{number:03}.txt").write_text("无")
    tab.open("/upload?unit=C1&period=2024Q2&lang=en")
    tab.page.evaluate("""() => {
        const read = FileReader.prototype.readAsDataURL;
        window.reads = 0;
        FileReader.prototype.readAsDataURL = function (file) {
            window.reads += 1;
            read.call(this, file);
        };
    }""")
    drop(tab, sent.parent)
    result = tab.page.locator(RESULT)
    expect(result.get_by_text("2 files can be handed in")).to_be_visible(timeout=60_000)
    said = result.inner_text()
    for place in ("东镇/1_G3_2024Q3.xlsx", "西镇/说明/000.txt", "西镇/说明/100.txt"):
        assert f"来件/{place}" in said
    assert tab.page.evaluate("window.reads") == 106, "each file is read once"
    assert tab.complaints == []


def drop(tab: Watched, what: Path) -> None:
    """Let go of a file or folder over the place to drop them, as from the desktop."""
    place = tab.page.locator("#upload-file .drop").bounding_box()
    assert place is not None
    speaker = tab.page.context.new_cdp_session(tab.page)
    for step in ("dragEnter", "dragOver", "drop"):
        speaker.send("Input.dispatchDragEvent", {
            "type": step, "x": place["x"] + 5, "y": place["y"] + 5,
            "data": {"items": [], "files": [str(what)], "dragOperationsMask": 1},
        })  # fmt: skip


def test_a_file_that_the_browser_cannot_read_keeps_no_other_back(tab: Watched, sent: Path) -> None:
    tab.open("/upload?unit=C1&period=2024Q2")
    tab.page.evaluate("""() => {
        const read = FileReader.prototype.readAsDataURL;
        FileReader.prototype.readAsDataURL = function (file) {
            if (file.name.startsWith("3_")) { setTimeout(() => this.onerror(new Event("error"))); }
            else { read.call(this, file); }
        };
    }""")
    tab.page.set_input_files(FOLDER, sent.parent)
    result = tab.page.locator(RESULT)
    expect(result.get_by_text("2 个文件可以上报")).to_be_visible(timeout=30_000)
    expect(result.get_by_text("1 个文件没有读成，没有上报")).to_be_visible()
    expect(result.get_by_role("alert").get_by_text("来件/东镇/3_G5_2024Q3.xlsx")).to_be_visible()
    assert tab.complaints == []


def test_what_is_too_much_for_one_request_is_told_without_sending_it(
    tab: Watched, tmp_path: Path
) -> None:
    large = tmp_path / "大.xlsx"
    large.write_bytes(bytes(MOST_BYTES * 3 // 4))
    tab.open("/upload?unit=C1&period=2024Q2")
    tab.page.set_input_files(FILE, large)
    expect(tab.page.locator(RESULT).get_by_text("合计超过 20 MB，没有读。")).to_be_visible(
        timeout=30_000
    )
    assert tab.complaints == []
