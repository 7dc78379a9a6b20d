"""A question is answered where it is listed, in a browser, and the report counts."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from pipeline import run
from tests.browsing import Watched
from tests.queries.office import Office, open_office
from tests.queries.test_flow import ASKING, numerator, row

pytestmark = [
    pytest.mark.browser,
    # The browser's pipe is closed by its own process when the session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path, {"forms/members.yml": ASKING})


def test_what_is_written_beside_a_finding_lets_the_report_count(
    tab: Watched, office: Office
) -> None:
    assert row(office, "G3").flow == "unexplained"
    before = numerator(office) or 0
    tab.open("/findings?unit=G3&period=2024Q1&severity=explain")
    tab.page.get_by_text("写说明").click()
    tab.page.get_by_role("button", name="登记说明").click()
    expect(tab.page.get_by_text("还没有写。请先写一句原因。")).to_be_visible()
    assert row(office, "G3").flow == "unexplained"
    tab.page.get_by_label("写一句原因").fill("会员以外的女职工误计")
    tab.page.get_by_role("button", name="登记说明").click()
    expect(tab.page.get_by_text("已登记")).to_be_visible()
    assert row(office, "G3").state == "accepted"
    assert numerator(office) == before + 30
    tab.open("/findings?unit=G3&period=2024Q1&severity=explain&lang=en")
    expect(tab.page.get_by_text("会员以外的女职工误计")).to_be_visible()
    assert tab.page.get_by_text("Explain", exact=True).count() == 0
    assert tab.complaints == []


def test_a_list_that_is_out_of_date_notes_nothing(tab: Watched, office: Office) -> None:
    tab.open("/findings?unit=G3&period=2024Q1&severity=explain")
    run.build([office.config], office.data)
    tab.page.get_by_text("写说明").click()
    tab.page.get_by_label("写一句原因").fill("会员以外的女职工误计")
    tab.page.get_by_role("button", name="登记说明").click()
    expect(tab.page.get_by_text("请刷新页面，再办一次。")).to_be_visible()
    assert row(office, "G3").flow == "unexplained"
