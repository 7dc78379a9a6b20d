"""The pages in a real browser: nothing from elsewhere, nothing broken, Chinese drawn."""

import re
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browsing import WIDTH, Watched, profile

pytestmark = [
    pytest.mark.browser,
    # The browser's pipe is closed by its own process when the session ends.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ADDRESSES = (
    "/overview?", "/overview?unit=X199", "/targets?", "/indicators?",
    "/targets?compare=year_before",
    "/fact?", "/fact?fact=F12", "/fact?fact=F15", "/fact?fact=nope",
    "/indicator?indicator=coverage", "/indicator?indicator=aid_paid", "/reporting?", "/upload?",
    "/findings?", "/history?unit=X102", "/history?unit=X199",
    "/scorecard?unit=X107", "/scorecard?", "/matrix?",
    "/restatements?", "/circular?",
    "/trace?indicator=coverage", "/sql?query=members_by_town", "/sql?query=late",
    "/sql?query=late&values=unit%3Dnope", "/overview?unit=nope",
)  # fmt: skip
TABLES_OUT_OF_PLACE = """
() => [...document.querySelectorAll('table')]
    .filter(t => t.offsetWidth > t.parentElement.clientWidth + 1)
    .filter(t => getComputedStyle(t.parentElement).overflowX === 'visible')
    .map(t => t.className)
"""
"""A table wider than its column lies over the next one; only some may be scrolled."""


@pytest.fixture(scope="module")
def context(browser, served: str) -> Iterator[object]:  # type: ignore[no-untyped-def]
    with profile(browser, served) as opened:
        yield opened


@pytest.fixture
def tab(context, served: str) -> Iterator[Watched]:  # type: ignore[no-untyped-def]
    watched = Watched(context, served)
    yield watched
    watched.page.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_whole(tab: Watched, address: str, language: str) -> None:
    tab.open(f"{address}&lang={language}".replace("?&", "?"))
    hosts = {urlsplit(url).hostname for url in tab.requests if not url.startswith("data:")}
    assert hosts == {"127.0.0.1"}
    assert tab.complaints == []
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert tab.page.evaluate(TABLES_OUT_OF_PLACE) == []
    assert tab.page.evaluate("document.documentElement.lang")[:2] == language
    assert tab.page.title().endswith("unionkpi")
    assert "Share chart" not in tab.page.content()


LONG_NAMES = """
() => document.querySelectorAll('.crumbs .above > a, .crumbs .here > *:first-child').forEach(
    one => one.textContent = 'Zhushan Township No. 1 Appliance Repair Industry Union (sample)')
"""
BARS = """
() => [...document.querySelectorAll('.top, .bar')].map(one => one.offsetHeight)
"""


@pytest.mark.parametrize("wide", [1280, 1366])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ["/overview?", "/targets?unit=X102"])
def test_the_bars_at_the_top_have_one_line_each_on_a_small_screen(
    tab: Watched, address: str, language: str, wide: int
) -> None:
    tab.page.set_viewport_size({"width": wide - 15, "height": 800})  # a scroll bar beside it
    tab.open(f"{address}&lang={language}".replace("?&", "?"))
    tab.page.evaluate(LONG_NAMES)
    assert tab.page.evaluate(BARS) == [44, 42]
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= wide
    last = tab.page.locator(".crumbs > li").last
    box, field = last.bounding_box(), tab.page.locator(".finder").bounding_box()
    assert box is not None
    assert field is not None
    assert box["x"] + box["width"] <= field["x"], "nothing lies over the field"


def test_charts_offer_no_upload_even_with_their_buttons_shown(tab: Watched) -> None:
    tab.open("/indicator?indicator=coverage")
    titles = tab.page.evaluate(
        """async () => {
            const graph = document.querySelector('.js-plotly-plot');
            await Plotly.newPlot(graph, graph.data, graph.layout, {displayModeBar: true});
            return [...graph.querySelectorAll('.modebar-btn')].map(b => b.dataset.title);
        }"""
    )
    assert titles
    assert not [title for title in titles if "hare" in title or "hart Studio" in title]


def test_chinese_is_drawn_and_not_boxed(tab: Watched) -> None:
    tab.open("/overview")
    assert tab.page.evaluate("document.fonts.check('14px \"Noto Sans SC Variable\"', '工会')")
    assert len({drawn(tab, glyph) for glyph in ("工", "会", "慢", "\U0010fffd")}) == 4


def drawn(tab: Watched, glyph: str) -> bytes:
    from PIL import Image

    tab.page.evaluate(
        """async glyph => {
            document.querySelector('main').innerHTML = '<h1 id="g" style="font-size:60px">'
                + glyph + '</h1>';
            await document.fonts.load('700 60px "Noto Sans SC Variable"', glyph);
        }""",
        glyph,
    )
    picture = tab.page.locator("#g").screenshot()
    return Image.open(BytesIO(picture)).crop((0, 0, 80, 30)).tobytes()


def test_a_list_in_the_bar_changes_the_address_and_the_page(tab: Watched) -> None:
    tab.open("/overview?unit=X1&period=2026Q3")
    period = tab.page.locator(".bar select").first
    target = period.locator("option").nth(2).get_attribute("value")
    with tab.turning():
        period.select_option(target)
    assert tab.page.url.endswith(target)
    expect(period).to_have_value(target)
    tab.page.go_back()
    expect(period).to_have_value("/overview?unit=X1&period=2026Q3")


def test_a_number_leads_to_its_trace_and_the_language_stays_switched(tab: Watched) -> None:
    tab.open("/overview?unit=X1&period=2026Q3")
    tab.page.click("text=English")
    tab.page.wait_for_selector("text=Units below")
    tab.page.click(".targets .number >> nth=0")
    tab.page.wait_for_selector("h1:has-text('Trace: where')")
    assert "lang=en" in tab.page.url
    assert tab.page.evaluate("document.documentElement.lang") == "en"
    assert tab.complaints == []


def test_the_keyboard_reaches_the_content_first(tab: Watched) -> None:
    tab.open("/overview")
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.activeElement.className") == "skip"
    tab.page.keyboard.press("Enter")
    assert tab.page.evaluate("document.activeElement.id") == "main"


def test_a_query_written_by_hand_is_run_and_kept_in_the_address(tab: Watched) -> None:
    tab.open("/sql?unit=X1&period=2026Q3")
    tab.page.fill("#sql-text", "select 总数 from t")
    tab.page.click("#sql-run")
    tab.page.wait_for_selector("table.result")
    assert "sql=select" in tab.page.url
    with tab.page.expect_download() as saved:
        tab.page.click("#sql-download")
    assert re.fullmatch(r"自己写的查询_第\d+次发布\.csv", saved.value.suggested_filename)
    with tab.page.expect_download() as saved:
        tab.page.click("text=下载 Excel")
    assert saved.value.suggested_filename.startswith("自己写的查询_第")
    sheet = load_workbook(BytesIO(saved.value.path().read_bytes())).worksheets[0]
    assert sheet["A1"].value == "自己写的查询"
    assert tab.complaints == []


def test_a_query_too_long_for_an_address_is_told_so_and_stays(tab: Watched) -> None:
    tab.open("/sql?unit=X1&period=2026Q3")
    query = f"select 总数 from t where {' or '.join(['总数 > 0'] * 1000)}"
    tab.page.fill("#sql-text", query)
    tab.page.click("#sql-run")
    expect(tab.page.locator("#sql-said")).to_contain_text("查询语句太长，没有运行")
    assert tab.page.input_value("#sql-text") == query
    assert "sql=" not in tab.page.url
    with tab.page.expect_download():
        tab.page.click("#sql-download")
    assert tab.complaints == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_download_that_fails_says_why_under_its_button(tab: Watched, language: str) -> None:
    tab.open(f"/sql?unit=X1&period=2026Q3&lang={language}")
    said = tab.page.locator("#sql-said")
    tab.page.fill("#sql-text", "selct")
    for button in ("#sql-download", "#sql-excel"):
        tab.page.click(button)
        expect(said).to_contain_text({"zh": "查询没有执行", "en": "did not run"}[language])
        tab.page.fill("#sql-text", "select 1")
        with tab.page.expect_download():
            tab.page.click(button)
        expect(said).to_have_text("")
        tab.page.fill("#sql-text", "selct")
    tab.page.click("#sql-download")
    expect(said).not_to_have_text("")
    with tab.turning():
        tab.page.click("#sql-run")
    expect(said).to_have_text("")
    expect(tab.page.locator(".empty")).to_have_count(1)
    assert tab.complaints == []


def test_the_parameters_of_a_query_are_chosen_and_stay_in_the_address(tab: Watched) -> None:
    tab.open("/sql?query=late")
    form = tab.page.locator(".parameters")
    assert form.locator("select").first.input_value() != ""
    expect(tab.page.locator("table.result")).to_contain_text("3")
    with tab.turning():
        form.get_by_label("单位").select_option(index=2)
    assert "values=unit%3D" in tab.page.url
    chosen = form.get_by_label("单位").evaluate("e => e.selectedOptions[0].textContent")
    box = form.get_by_label("迟几天").bounding_box()
    assert box is not None
    assert box["width"] > 100, "room to type"
    form.get_by_label("迟几天").fill("12")
    with tab.turning():
        tab.page.click("#sql-run")
    assert "days%3D12" in tab.page.url
    expect(tab.page.locator("table.result tbody tr")).to_contain_text("12")
    assert "sql=" not in tab.page.url, "the text is the library's"
    tab.page.reload()
    expect(form.get_by_label("迟几天")).to_have_value("12")
    again = form.get_by_label("单位").evaluate("e => e.selectedOptions[0].textContent")
    assert again == chosen
    tab.open("/sql?query=late&values=unit%3Dnope")
    expect(tab.page.locator("main")).to_contain_text("没有这个单位：nope")
    assert tab.complaints == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_date_and_any_unit_are_given_to_a_query(tab: Watched, language: str) -> None:
    since, other = {"zh": ("从哪天起", "或写代码、全称"),
                    "en": ("Since", "or its code or name")}[language]  # fmt: skip
    tab.open(f"/sql?query=late&lang={language}")
    form = tab.page.locator(".parameters")
    assert form.get_by_label(since).get_attribute("type") == "date"
    form.get_by_label(since).fill("2026-03-05")
    form.get_by_label(other).fill("总工会")
    with tab.turning():
        tab.page.click("#sql-run")
    expect(form.get_by_label(since)).to_have_value("2026-03-05")
    with tab.turning():
        tab.page.locator("main .empty a", has_text="X102").click()
    assert "values=unit%3DX102%26" in tab.page.url
    assert "since%3D2026-03-05" in tab.page.url
    expect(form.get_by_label(other)).to_have_value("X102")
    expect(tab.page.locator("table.result")).to_contain_text("2026-03-05")
    form.get_by_label(since).fill("")
    with tab.turning():
        tab.page.click("#sql-run")
    assert "since" not in tab.page.url
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert tab.complaints == []


def test_facts_are_found_by_their_words_and_the_list_stays_in_the_address(tab: Watched) -> None:
    tab.open("/fact?unit=X1&period=2026Q3&kind=actual")
    field = tab.page.get_by_label("含有")
    box = field.bounding_box()
    assert box is not None
    assert box["width"] > 100
    field.fill("合同份数")
    with tab.turning():
        field.press("Enter")
    assert "text=" in tab.page.url
    expect(tab.page.locator("main tbody tr")).to_have_count(1)
    assert "kind=actual" in tab.page.url
    tab.page.reload()
    expect(field).to_have_value("合同份数")
    field.fill("")
    with tab.turning():
        tab.page.get_by_role("button", name="查找").click()
    expect(tab.page.locator("main tbody tr")).to_have_count(2)
    with tab.turning():
        tab.page.get_by_label("文件").select_option(index=2)
    assert "document=F14" in tab.page.url
    expect(tab.page.locator("main")).to_contain_text("没有符合条件的原文依据")
    tab.page.get_by_role("link", name="列出全部").click()
    expect(tab.page.locator("main tbody tr")).to_have_count(4)
    assert tab.complaints == []


def test_a_comparison_is_switched_on_in_the_bar_and_stays(tab: Watched) -> None:
    tab.open("/overview?unit=X1")
    assert tab.page.locator(".against").count() == 0
    with tab.turning():
        tab.page.locator(".bar").get_by_role("link", name="同比").click()
    assert "compare=year_before" in tab.page.url
    expect(tab.page.locator(".against").first).to_have_text("同比 +5.3%")
    with tab.turning():
        tab.page.locator(".bar").get_by_role("link", name="不比").click()
    expect(tab.page.locator(".against")).to_have_count(0)
    assert tab.complaints == []


def test_the_reminder_can_be_copied(tab: Watched) -> None:
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.open("/reporting?unit=X1&period=2026Q3")
    tab.page.locator("#reminder").locator("xpath=ancestor::section").get_by_role(
        "button"
    ).first.click()
    tab.page.wait_for_selector("text=已复制")
    assert "河口镇机关工会" in tab.page.evaluate("navigator.clipboard.readText()")


def test_each_superior_has_a_reminder_of_its_own_to_copy(tab: Watched) -> None:
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.open("/reporting?unit=X1&period=2026Q3&as_of=2026-10-13")
    one = tab.page.locator("details.superior").first
    one.locator("summary").click()
    one.get_by_role("button", name="复制文字").click()
    expect(one.get_by_role("button", name="已复制")).to_be_visible()
    pasted = tab.page.evaluate("navigator.clipboard.readText()").splitlines()
    assert pasted[0].startswith("关于报送")
    assert "你单位所属应报的12个单位中" in pasted[1]
    assert [line for line in pasted if "机关工会" in line] == pasted[2:-1]
    others = tab.page.locator("details.superior").nth(1).locator("summary").inner_text()
    assert others.split()[0] not in "\n".join(pasted)
    assert tab.complaints == []


def test_paper_has_no_rail_and_no_overflow(tab: Watched) -> None:
    tab.open("/overview")
    tab.page.emulate_media(media="print")
    assert not tab.page.is_visible(".rail")
    assert tab.page.is_visible("main table")
    assert tab.page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_unit_is_found_by_a_part_of_its_name_with_the_keys(tab: Watched, language: str) -> None:
    tab.open(f"/targets?unit=X1&period=2026Q2&lang={language}")
    field = tab.page.get_by_role("combobox", name={"zh": "找单位", "en": "Find a unit"}[language])
    tab.page.locator("#unit-find").focus()
    options = tab.page.locator("#unit-found").get_by_role("option")
    field.press_sequentially("总工会")
    expect(options).to_have_count(12)
    expect(field).to_have_attribute("aria-expanded", "true")
    assert field.get_attribute("aria-controls") == "unit-found-list"
    field.press("ArrowUp")
    expect(options.nth(11)).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    field.press("Escape")
    expect(options.nth(1)).not_to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "false")
    field.fill("镇")
    expect(options).to_have_count(6)
    field.press("ArrowDown")
    field.press("ArrowDown")
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    with tab.turning():
        field.press("Enter")
    english = "&lang=en" if language == "en" else ""
    assert tab.page.url.endswith(f"/targets?unit=X102&period=2026Q2{english}")
    expect(tab.page.locator("#unit-find")).to_have_value("")
    expect(options).to_have_count(0)
    expect(tab.page.locator("main h1")).to_be_focused()
    assert tab.complaints == []


def test_enter_alone_leads_to_the_unit_that_is_meant(tab: Watched) -> None:
    tab.open("/overview?unit=X1&period=2026Q3")
    field, place = tab.page.locator("#unit-find"), tab.page.locator("#unit-found")
    field.fill("总工会")
    field.press("Enter")
    expect(place.get_by_role("option")).to_have_count(12)
    expect(place.get_by_role("status")).to_contain_text("还有 1 个")
    assert "unit=X1&" in tab.page.url, "one of thirteen"
    field.fill("月亮")
    expect(place.get_by_role("status")).to_have_text("没有这样的单位。")
    field.fill("河口")
    with tab.turning():
        field.press("Enter")
    assert "unit=X101&" in tab.page.url
    tab.page.go_back()
    expect(tab.page.locator(".crumbs b").last).to_have_text("青石县总工会")
    field.fill("柳湾")
    with tab.turning():
        place.get_by_role("option").click()
    assert "unit=X106&" in tab.page.url
    tab.page.locator("main h1").click()
    expect(place).not_to_be_visible()
    assert tab.complaints == []
