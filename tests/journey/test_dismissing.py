"""What nobody will correct is dismissed where it is listed, in a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browsing import Watched
from tests.queries.office import Office, office_in
from tests.queries.test_dismissing import WHY, hold, open_of, stranger
from tests.ready import copied

pytestmark = [
    pytest.mark.browser,
    # The browser's pipe is closed by its own process when the session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    copied("held, to be dismissed", hold, tmp_path)
    return office_in(tmp_path)


def test_a_strangers_file_is_dismissed_and_taken_up_again(tab: Watched, office: Office) -> None:
    before = open_of(office)
    tab.open("/findings?unit=C1&period=2024Q1&slug=unknown-org-unit")
    tab.page.get_by_text("不再处理", exact=True).click()
    tab.page.get_by_role("button", name="登记不再处理").click()
    expect(tab.page.get_by_text("还没有写理由")).to_be_visible()
    assert stranger(office).open
    tab.page.get_by_label("写一句理由").fill(WHY)
    tab.page.get_by_role("button", name="登记不再处理").click()
    expect(tab.page.get_by_text("已办理")).to_be_visible()
    assert not stranger(office).open
    tab.page.get_by_role("link", name="刷新页面看结果").click()
    expect(tab.page.get_by_text("不再处理（东县总工会")).to_contain_text(WHY)
    tab.open("/findings?unit=C1&period=2024Q1&slug=unknown-org-unit&lang=en")
    expect(tab.page.get_by_text("Dismissed by East county on")).to_contain_text(WHY)
    tab.page.get_by_role("button", name="Take it up again").click()
    expect(tab.page.get_by_text("Done.")).to_be_visible()
    assert open_of(office) == before
    assert tab.complaints == []


def test_what_a_report_that_is_due_will_answer_has_no_such_button(
    tab: Watched, office: Office
) -> None:
    tab.open("/findings?unit=T1&period=2024Q1&slug=exceeds-total")
    expect(tab.page.get_by_text("请核对").or_(tab.page.get_by_text("必须改")).first).to_be_visible()
    assert tab.page.get_by_text("不再处理", exact=True).count() == 0
    assert tab.complaints == []
