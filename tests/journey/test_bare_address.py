"""An address that names no unit shows the usual one; what is done there is done by that one."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browsing import Watched
from tests.queries.office import Office, open_office
from tests.queries.test_flow import ASKING, row

pytestmark = [
    pytest.mark.browser,
    # The browser's pipe is closed by its own process when the session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path, {"forms/members.yml": ASKING})


def test_what_is_explained_there_is_explained_by_the_unit_shown(
    tab: Watched, office: Office
) -> None:
    tab.open("/findings?period=2024Q1&severity=explain")
    told = "在本页写的说明、记住的叫法、不再处理的问题，都以东县总工会的名义登记。"
    expect(tab.page.get_by_text(told)).to_be_visible()
    line = tab.page.locator("ol.findings > li", has_text="三厂")
    line.get_by_text("写说明").click()
    line.get_by_label("写一句原因").fill("会员以外的女职工误计")
    line.get_by_role("button", name="登记说明").click()
    expect(line.get_by_text("已登记。")).to_be_visible()
    assert row(office, "G3").state == "accepted"
