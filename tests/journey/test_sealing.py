"""Whose signed and sealed copy has come is noted on the page of reports, and taken back there."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from pipeline import run
from tests.browsing import Watched
from tests.queries.office import Office, Sent, open_office
from tests.queries.test_flow import send
from tests.queries.test_seals import ASKED, noted, of

pytestmark = [
    pytest.mark.browser,
    # The browser's pipe is closed by its own process when the session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path, {"product.yml": ASKED})


def kinds(office: Office, unit: str) -> set[str | None]:
    return {row.seal for row in of(office, unit).values()}


def test_a_copy_is_noted_and_the_note_taken_back(tab: Watched, office: Office) -> None:
    page = tab.page
    tab.open("/reporting?unit=C1&period=2024Q1")
    expect(page.get_by_text("有 6 份的签字盖章件还没有收到")).to_be_visible()
    assert page.get_by_role("button", name="登记已收").count() == 3, "one for all forms of a unit"
    late = page.get_by_role("row", name="二厂")
    assert late.get_by_role("cell", name="2024-04-20").count() == 1, "a table beside the buttons"
    mine = page.get_by_role("row", name="一厂")
    mine.get_by_role("button", name="登记已收").click()
    expect(mine.get_by_text("已登记。")).to_be_visible(timeout=20_000)
    assert kinds(office, "G1") == {"sealed"}
    assert kinds(office, "G2") == {"wanted"}

    tab.open("/reporting?unit=C1&period=2024Q1&state=unsealed")
    assert page.get_by_role("row", name="一厂").count() == 0
    assert page.get_by_role("row", name="二厂").count() == 1
    tab.open("/reporting?unit=T1&period=2024Q1&lang=en")
    expect(page.get_by_text("Signed and sealed copies still to come: 2")).to_be_visible()
    mine = page.get_by_role("row", name="Plant 1")
    mine.get_by_role("button", name="Take back").click()
    expect(mine.get_by_text("Noted.")).to_be_visible(timeout=20_000)
    assert kinds(office, "G1") == {"wanted"}
    assert tab.complaints == []


def test_a_version_that_was_sent_meanwhile_is_not_noted_unseen(
    tab: Watched, office: Office
) -> None:
    tab.open("/reporting?unit=C1&period=2024Q1")
    send(office, Sent("G1", "2024Q1", "2024-04-09", members=99, women=40), 90)
    mine = tab.page.get_by_role("row", name="一厂")
    mine.get_by_role("button", name="登记已收").click()
    expect(mine.get_by_text("这份报表后来又报过")).to_be_visible(timeout=20_000)
    assert kinds(office, "G1") == {"wanted"}


def test_nobody_notes_its_own_copy_and_nothing_is_offered_where_none_is_asked_for(
    tab: Watched, office: Office
) -> None:
    tab.open("/reporting?unit=G1&period=2024Q1")
    expect(tab.page.get_by_text("签字盖章件未收").first).to_be_visible()
    assert tab.page.get_by_role("button", name="登记已收").count() == 0
    assert noted(office, "--unit", "G1", "--by", "T1")[0] == 0
    product = office.config / "product.yml"
    product.write_text(ASKED.replace("seal: true", "seal: false"), encoding="utf-8")
    run.build([office.config], office.data)
    tab.open("/reporting?unit=C1&period=2024Q1")
    assert tab.page.get_by_role("button", name="登记已收").count() == 0
    assert tab.page.get_by_role("button", name="撤销登记").count() == 1, "what was noted can go"
