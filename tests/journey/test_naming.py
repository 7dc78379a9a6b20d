"""A name that nobody knows is settled on the page of findings, and taken back there."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browsing import Watched
from tests.queries.office import Office, Sent, office_in, open_office
from tests.queries.test_flow import numerator, row
from tests.ready import copied
from tests.warehouse.acts import take
from tests.warehouse.test_aliases import by_name
from tests.warehouse.test_synonyms import NEEDED, headed

pytestmark = [
    pytest.mark.browser,
    # The browser's pipe is closed by its own process when the session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
OWN = "东县四厂(第4.厂) 工会"


def unknown(folder: Path) -> None:
    """Two files of one unit under a name that nobody knows."""
    found = open_office(folder)
    for number, period in enumerate(("2024Q1", "2024Q2"), start=90):
        take(found, by_name(found, Sent("G4", period, "2024-07-03", 70, 7), OWN, number))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    copied("unknown twice", unknown, tmp_path)
    return office_in(tmp_path)


def test_a_name_is_settled_once_for_all_its_files_and_taken_back(
    tab: Watched, office: Office
) -> None:
    page = tab.page
    tab.open("/findings?unit=C1&period=2024Q1&slug=unknown-org-unit")
    assert page.get_by_text("这是哪个单位").count() == 1, "asked once, though two files say it"
    page.get_by_text("这是哪个单位").click()
    page.get_by_role("button", name="记住这个叫法").click()
    expect(page.get_by_text("还没有选。")).to_be_visible()
    page.get_by_label("别的单位，写代码").fill("G9")
    page.get_by_role("button", name="记住这个叫法").click()
    expect(page.get_by_text("没有这个单位：G9")).to_be_visible()
    page.get_by_label("别的单位，写代码").fill("")
    page.get_by_label("四厂（G4）").click()
    page.get_by_role("button", name="记住这个叫法").click()
    expect(page.get_by_text("现在收下 2 个")).to_be_visible(timeout=20_000)
    assert row(office, "G4").state == "late"
    assert numerator(office) == 281

    tab.open("/reporting?unit=C1&period=2024Q1&state=late")
    page.locator("#unit-find").fill("第4.厂")
    expect(page.locator("#unit-found")).to_contain_text(f"四厂G4西镇 · 又称{OWN}")
    with tab.turning():
        page.locator("#unit-find").press("Enter")
    assert page.url.endswith("/reporting?unit=G4&period=2024Q1&state=late")

    tab.open("/findings?unit=T2&period=2024Q1&lang=en")
    expect(page.get_by_role("heading", name="Remembered names of units")).to_be_visible()
    expect(page.get_by_role("row", name=OWN)).to_contain_text("East county")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("2 files are held back again")).to_be_visible(timeout=20_000)
    assert row(office, "G4").state == "missing"
    tab.open("/findings?unit=T2&period=2024Q1")
    expect(page.get_by_role("heading", name="数据质量")).to_be_visible()
    assert page.get_by_text("记住的单位叫法").count() == 0
    assert tab.complaints == []


def test_a_unit_settles_only_for_those_below_it(tab: Watched, office: Office) -> None:
    tab.open("/findings?unit=C2&period=2024Q1&slug=unknown-org-unit")
    tab.page.get_by_text("这是哪个单位").click()
    tab.page.get_by_label("四厂（G4）").click()
    tab.page.get_by_role("button", name="记住这个叫法").click()
    refusal = tab.page.get_by_text("“空县总工会”不是“四厂”的上级")
    expect(refusal).to_be_visible(timeout=20_000)
    assert row(office, "G4").state == "missing"


def test_a_name_that_is_like_none_is_settled_by_its_code(tab: Watched, office: Office) -> None:
    alien = "滨海水产公司工会"
    take(office, by_name(office, Sent("G4", "2024Q2", "2024-07-10", 70, 7), alien, 96))
    tab.open("/findings?unit=C1&period=2024Q2&slug=unknown-org-unit")
    asked = tab.page.get_by_role("listitem").filter(has_text=alien)
    asked.get_by_text("这是哪个单位").click()
    assert asked.get_by_role("radio").count() == 0
    asked.get_by_label("别的单位，写代码").fill("G4")
    asked.get_by_role("button", name="记住这个叫法").click()
    expect(asked.get_by_text("现在收下 1 个")).to_be_visible(timeout=20_000)
    assert tab.complaints == []


def test_a_heading_is_settled_for_its_sender_and_taken_back(tab: Watched, office: Office) -> None:
    form = office.config / "forms" / "members.yml"
    form.write_text(NEEDED, encoding="utf-8")
    take(office, headed(office, Sent("G4", "2024Q2", "2024-07-09", 70, 7), 95))
    page = tab.page
    tab.open("/findings?unit=C1&period=2024Q2&slug=unknown-item")
    page.get_by_text("这一栏是什么").click()
    page.get_by_role("button", name="记住这个栏目名").click()
    expect(page.get_by_text("还没有写。请先写报表上的栏目名。")).to_be_visible()
    page.get_by_label("四厂的“工会会员总人数”").fill("会员人数")
    page.get_by_role("button", name="记住这个栏目名").click()
    expect(page.get_by_text("没有“会员人数”这一栏")).to_be_visible(timeout=20_000)
    page.get_by_label("四厂的“工会会员总人数”").fill("会员数")
    page.get_by_role("button", name="记住这个栏目名").click()
    expect(page.get_by_text("现在收下 1 个")).to_be_visible(timeout=20_000)
    tab.open("/findings?unit=T2&period=2024Q2&lang=en")
    expect(page.get_by_role("heading", name="Remembered headings")).to_be_visible()
    expect(page.get_by_role("row", name="工会会员总人数")).to_contain_text("Plant 4")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("1 file is held back again")).to_be_visible(timeout=20_000)
    assert tab.complaints == []
