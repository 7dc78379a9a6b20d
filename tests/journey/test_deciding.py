"""Reports are approved, returned and taken back, periods locked and opened, on the page of reports;
each from the workbook that was sent to the figure that counts."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route, expect

from pipeline.domain.status import Verdict
from tests.browsing import Watched
from tests.queries.office import Office, Sent, open_office
from tests.queries.test_flow import TWO_LEVELS, decide, numerator, row, send
from tests.queries.test_late_changes import LATE, WANTED, WHY

pytestmark = [
    pytest.mark.browser,
    # The browser's pipe is closed by its own process when the session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
COUNTY = "/reporting?unit=C1&period=2024Q1"
DONE, DONE_EN = "已办理。", "Done."


@pytest.fixture
def levels() -> str:
    """The definitions of the office; a test may ask for others."""
    return ""


@pytest.fixture
def office(tmp_path: Path, levels: str) -> Office:
    return open_office(tmp_path, {"product.yml": levels} if levels else None)


def of(tab: Watched, unit: str) -> Locator:
    """The rows of a unit in the list of reports."""
    listed = tab.page.locator("main section").last
    return listed.locator("tr").filter(has=tab.page.get_by_role("rowheader", name=unit))


def done(place: Locator, words: str = DONE) -> None:
    expect(place.get_by_text(words)).to_be_visible(timeout=20_000)


def fold(tab: Watched, words: str) -> Locator:
    """What unfolds an act that is asked for twice."""
    return tab.page.locator("summary", has_text=words)


def buttons(place: Locator) -> list[str]:
    """The names of the acts offered: buttons, and what unfolds one."""
    shown = place.locator("button:visible, summary:visible")
    return [name for name in shown.all_inner_texts() if name]


def give_reason(place: Locator, act: str, why: str, office: Office) -> None:
    """Unfold an act, which is refused in words without a reason; then write one."""
    before = numerator(office)
    place.locator("summary", has_text=act).press("Enter")
    place.get_by_role("button", name=f"确认{act}").click()
    expect(place.get_by_text("还没有写理由，没有办理。")).to_be_visible(timeout=20_000)
    assert numerator(office) == before
    place.get_by_label("理由（不写个人姓名）").fill(why)


@pytest.mark.parametrize("levels", [TWO_LEVELS])
def test_each_level_approves_on_its_own_page_and_then_the_report_counts(
    tab: Watched, office: Office
) -> None:
    assert numerator(office) is None
    tab.open(COUNTY)
    expect(of(tab, "一厂").get_by_text("待东镇审核，暂不计入")).to_be_visible()
    assert "审核通过" not in buttons(of(tab, "一厂")), "the township is next"

    tab.open("/reporting?unit=T1&period=2024Q1&state=waiting")
    assert of(tab, "三厂").count() == 0, "held back by a check: nothing to approve"
    of(tab, "一厂").get_by_role("button", name="审核通过").press("Enter")
    done(of(tab, "一厂"))
    assert numerator(office) is None, "the county has not approved"

    tab.open(f"{COUNTY}&lang=en")
    expect(
        of(tab, "Plant 1").get_by_text("waiting for the approval of East county")
    ).to_be_visible()
    of(tab, "Plant 1").get_by_role("button", name="Approve").click()
    done(of(tab, "Plant 1"), DONE_EN)
    assert (numerator(office), row(office, "G1").flow) == (100, "approved")
    assert row(office, "G1").flow_by is not None
    tab.open(f"{COUNTY}&lang=en")
    assert "Approve" not in buttons(of(tab, "Plant 1"))
    assert "Return" in buttons(of(tab, "Plant 1")), "what is approved can still be returned"
    assert tab.complaints == []


@pytest.mark.parametrize("levels", [TWO_LEVELS])
def test_all_that_waits_is_approved_at_once_as_it_was_seen(tab: Watched, office: Office) -> None:
    """A county of three hundred unions had three hundred buttons, each on a page of its own."""
    tab.open("/reporting?unit=T1&period=2024Q1")
    listed = tab.page.locator("main section").last
    send(office, Sent("G1", "2024Q1", "2024-04-09", members=103, women=40), 91)
    fold(tab, "全部审核通过").press("Enter")
    expect(listed.get_by_text("2 个单位，4 份，一次全部审核通过")).to_be_visible()
    listed.get_by_role("button", name="确认全部审核通过").click()
    expect(listed.get_by_text("再办")).to_be_visible(timeout=20_000)
    assert row(office, "G2").flow_by is None, "one has changed: none is approved"

    for unit, words, sure in (
        ("T1", "全部审核通过", "确认全部审核通过"),
        ("C1&lang=en", "Approve all", "Approve them all"),
    ):
        tab.open(f"/reporting?unit={unit}&period=2024Q1")
        fold(tab, words).press("Enter")
        listed.get_by_role("button", name=sure).click()
        done(listed, DONE_EN if "en" in unit else DONE)
    assert numerator(office) == 153
    tab.open("/reporting?unit=C1&period=2024Q1")
    assert fold(tab, "全部审核通过").count() == 0
    assert tab.complaints == []


@pytest.mark.parametrize("levels", [TWO_LEVELS])
def test_pressed_again_while_it_works_it_is_done_once_and_told_as_done(
    tab: Watched, office: Office
) -> None:
    held: list[Route] = []
    tab.open("/reporting?unit=T1&period=2024Q1&state=waiting")
    tab.page.route("**/_dash-update-component*", lambda route: held.append(route))
    button = of(tab, "一厂").get_by_role("button", name="审核通过")
    button.click()
    expect(button).to_be_disabled()
    waits = of(tab, "一厂").get_by_role("status").get_by_text("正在处理，请稍等……")
    expect(waits).to_be_visible()
    button.dispatch_event("click")
    held[0].continue_()
    done(of(tab, "一厂"))
    expect(waits).to_be_hidden()
    expect(button).to_be_disabled()
    assert len(held) == 1


def test_one_unit_alone_is_listed_and_all_of_them_again(tab: Watched, office: Office) -> None:
    tab.open(f"{COUNTY}&reporter=G1")
    listed = tab.page.locator("main section").last
    assert listed.get_by_role("rowheader").all_inner_texts() == ["一厂"]
    listed.get_by_role("link", name="列出全部单位").click()
    expect(of(tab, "二厂")).to_be_visible()
    assert office.reader.publication.number == 1


@pytest.mark.parametrize("levels", [TWO_LEVELS])
def test_what_was_decided_meanwhile_is_refused_in_words(tab: Watched, office: Office) -> None:
    tab.open("/reporting?unit=T1&period=2024Q1")
    assert decide(office, "return", "C1", text="少报") is None
    of(tab, "一厂").get_by_role("button", name="审核通过").click()
    expect(of(tab, "一厂").get_by_text("由“东县总工会”退回或撤回，没有可以处理的")).to_be_visible(
        timeout=20_000
    )
    send(office, Sent("G2", "2024Q1", "2024-05-08", members=55, women=20), 90)
    of(tab, "二厂").get_by_role("button", name="审核通过").click()
    expect(of(tab, "二厂").get_by_text("请刷新页面，看过现在的一版再办。")).to_be_visible(
        timeout=20_000
    )
    assert numerator(office) is None


def test_a_report_is_returned_with_a_reason_and_comes_again(tab: Watched, office: Office) -> None:
    assert numerator(office) == 211
    tab.open("/reporting?unit=T1&period=2024Q1")
    assert buttons(of(tab, "三厂")) == [], "never accepted"
    mine = of(tab, "一厂")
    assert buttons(mine) == ["退回"]
    give_reason(mine, "退回", "少报一个车间", office)
    mine.get_by_label("理由（不写个人姓名）").press("Tab")
    tab.page.keyboard.press("Enter")
    done(mine)
    assert numerator(office) == 111

    tab.open("/reporting?unit=G1&period=2024Q1")
    expect(of(tab, "一厂").get_by_text("少报一个车间")).to_be_visible()
    assert buttons(of(tab, "一厂")) == [], "taken out already"
    send(office, Sent("G1", "2024Q1", "2024-05-08", members=105, women=40), 90)
    assert numerator(office) == 216
    assert tab.complaints == []


def test_a_return_made_by_mistake_is_taken_back(tab: Watched, office: Office) -> None:
    assert decide(office, "return", "T1", text="少报") is None
    assert numerator(office) == 111
    tab.open(f"{COUNTY}&form=members")
    assert buttons(of(tab, "一厂")) == [], "the township returned it, not the county"
    tab.open("/reporting?unit=T1&period=2024Q1&form=members")
    mine = of(tab, "一厂")
    assert buttons(mine) == ["撤销退回"]
    give_reason(mine, "撤销退回", "退错了单位", office)
    mine.get_by_role("button", name="确认撤销退回").press("Enter")
    done(mine)
    assert numerator(office) == 211
    tab.open("/reporting?unit=T1&period=2024Q1&form=members")
    assert buttons(of(tab, "一厂")) == ["退回"]
    tab.open("/history?unit=G1&period=2024Q1&form=members")
    expect(tab.page.get_by_role("rowheader", name="撤销退回")).to_be_visible()
    expect(tab.page.get_by_role("cell", name="退错了单位")).to_be_visible()
    assert tab.complaints == []


@pytest.mark.parametrize("levels", [TWO_LEVELS])
def test_an_approval_made_by_mistake_is_taken_back_unless_a_level_above_has_decided(
    tab: Watched, office: Office
) -> None:
    township = "/reporting?unit=T1&period=2024Q1&form=members&lang=en"
    assert decide(office, "approve", "T1") is None
    tab.open(township)
    mine = of(tab, "Plant 1")
    assert buttons(mine) == ["Return", "Revoke the approval"]
    assert decide(office, "approve", "C1") is None, "while the township looks at its page"
    mine.locator("summary", has_text="Revoke the approval").click()
    why = mine.get_by_label("Why (name no person)")
    why.nth(1).fill("wrong line")
    mine.get_by_role("button", name="Revoke it").click()
    expect(mine.get_by_text("“East county” has decided about this version since")).to_be_visible(
        timeout=20_000
    )
    assert numerator(office) == 100
    tab.open(township)
    assert buttons(of(tab, "Plant 1")) == ["Return"]

    for address in (f"{COUNTY}&form=members&lang=en", township):
        tab.open(address)
        fold = of(tab, "Plant 1").locator("details", has_text="Revoke the approval")
        fold.locator("summary").click()
        fold.get_by_label("Why (name no person)").fill("wrong line")
        fold.get_by_role("button", name="Revoke it").click()
        done(of(tab, "Plant 1"), DONE_EN)
        assert numerator(office) is None
    tab.open(township)
    assert buttons(of(tab, "Plant 1")) == ["Approve", "Return"]
    assert tab.complaints == []


def test_a_union_takes_its_own_report_back_and_nobody_elses(tab: Watched, office: Office) -> None:
    tab.open("/reporting?unit=G5&period=2024Q1&lang=en")
    mine = of(tab, "Plant 5")
    assert buttons(mine) == ["Withdraw"]
    assert tab.page.get_by_role("heading", name="Lock the period").count() == 0
    mine.get_by_text("Withdraw", exact=True).click()
    mine.get_by_label("Why (name no person)").fill("wrong unit")
    mine.get_by_role("button", name="Withdraw it").click()
    done(mine, DONE_EN)
    assert numerator(office) == 150
    assert row(office, "G5").flow == "withdrawn"
    tab.open("/reporting?unit=C1&period=2024Q1&lang=en")
    assert "Withdraw" not in buttons(of(tab, "Plant 1"))
    tab.open("/reporting?unit=C1&period=2024Q1&as_of=2024-06-01")
    assert buttons(of(tab, "一厂")) == [], "what stood there then is not decided on now"
    assert tab.page.get_by_role("heading", name="锁定报告期").count() == 0


def test_a_period_is_locked_after_a_warning_with_an_exception_and_unlocked(
    tab: Watched, office: Office
) -> None:
    tab.open(COUNTY)
    expect(tab.page.get_by_text("没有锁定，还在收报")).to_be_visible()
    assert not tab.page.get_by_role("button", name="确认锁定").is_visible(), "first the warning"
    fold(tab, "锁定本期").press("Enter")
    expect(tab.page.get_by_text("应报 10 份，现在还有 2 份未报")).to_be_visible()
    tab.page.get_by_label("理由（可以不写）").fill("季报已定")
    tab.page.get_by_role("button", name="确认锁定").click()
    done(tab.page.locator("main"))
    assert row(office, "G1").locked

    tab.open(COUNTY)
    expect(tab.page.get_by_text("理由：季报已定。")).to_be_visible()
    assert fold(tab, "锁定本期").count() == 0
    of(tab, "二厂").get_by_role("button", name="放开").click()
    done(of(tab, "二厂"))
    late = send(office, Sent("G1", "2024Q1", "2099-05-08", members=105, women=40), 90)
    assert [file.verdict for file in late.files] == [Verdict.WITHHELD]
    let_in = send(office, Sent("G2", "2024Q1", "2099-05-09", members=55, women=20), 91)
    assert [file.verdict for file in let_in.files] == [Verdict.ACCEPTED]
    assert numerator(office) == 216
    tab.open("/reporting?unit=G1&period=2024Q1")
    assert buttons(of(tab, "一厂")) == [], "what is locked is not withdrawn"
    tab.open("/reporting?unit=G2&period=2024Q1")
    assert buttons(of(tab, "二厂")) == ["撤回"]
    tab.open("/history?unit=G2&period=2024Q1&form=members")
    expect(tab.page.get_by_role("rowheader", name="对本单位放开")).to_be_visible()

    tab.open("/reporting?unit=T1&period=2024Q1")
    expect(tab.page.get_by_text("确需补报、改报的，请东县总工会放开。")).to_be_visible()
    assert tab.page.get_by_role("button", name="放开").count() == 0, "not the township's lock"
    assert fold(tab, "解锁").count() == 0

    tab.open(f"{COUNTY}&lang=en")
    expect(tab.page.get_by_text("Open for: Plant 2.")).to_be_visible()
    of(tab, "Plant 2").get_by_role("button", name="End the exception").click()
    done(of(tab, "Plant 2"), DONE_EN)
    assert row(office, "G2").locked
    fold(tab, "Unlock").click()
    tab.page.get_by_role("button", name="Unlock it").click()
    ending = tab.page.locator("main section").filter(has_text="Lock the period")
    done(ending, f"{DONE_EN} 1 file held back before is accepted now.")
    assert not row(office, "G1").locked
    assert tab.complaints == []


def test_a_lock_that_was_put_meanwhile_is_not_put_again(tab: Watched, office: Office) -> None:
    from pipeline import run
    from pipeline.warehouse.decisions import Wish

    tab.open(COUNTY)
    wish = Wish("lock", "C1", period="2024Q1", exempt=("G2",))
    assert run.decide(wish, [office.config], office.data).refusal is None
    fold(tab, "锁定本期").click()
    tab.page.get_by_role("button", name="确认锁定").click()
    expect(tab.page.get_by_text("锁定2024年第一季度，不用再锁定。")).to_be_visible(timeout=20_000)
    assert not row(office, "G2").locked, "its exceptions stay"


@pytest.mark.parametrize("levels", [WANTED])
def test_a_late_change_counts_once_its_reason_is_written_on_the_page(
    tab: Watched, office: Office
) -> None:
    send(office, LATE, 90)
    assert numerator(office, "G1") == 100
    tab.open(COUNTY)
    expect(of(tab, "一厂").get_by_text("说明理由之前新的一版不计入")).to_be_visible()
    tab.open("/history?unit=G1&period=2024Q1&form=members")
    expect(tab.page.get_by_text("截止日后改报，还没有说明理由")).to_be_visible()
    tab.open("/findings?unit=G1&period=2024Q1&slug=changed-after-deadline")
    tab.page.get_by_text("写说明").click()
    tab.page.get_by_label("写一句原因").fill(WHY)
    tab.page.get_by_role("button", name="登记说明").click()
    expect(tab.page.get_by_text("已登记")).to_be_visible(timeout=20_000)
    assert numerator(office, "G1") == 105


@pytest.mark.parametrize("levels", [TWO_LEVELS.replace("flow: {", "flow: {seal: true, ")])
@pytest.mark.parametrize("width", [1280, 1366])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_of_it_fits_the_width(tab: Watched, office: Office, width: int, language: str) -> None:
    assert decide(office, "approve", "T1", "G2") is None
    assert decide(office, "return", "T1") is None
    tab.page.set_viewport_size({"width": width, "height": 800})
    tab.open(f"/reporting?unit=T1&period=2024Q1&lang={language}")
    tab.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.page.evaluate(wide) == 0
    assert tab.page.evaluate(
        "[...document.querySelectorAll('main button, main summary, main input')].filter("
        "one => one.getBoundingClientRect().right > document.documentElement.clientWidth).length"
    ) == 0  # fmt: skip
