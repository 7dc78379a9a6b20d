"""An address and the selection it stands for."""

from hypothesis import given
from hypothesis import strategies as st

from dashboards.selection import LONGEST, PAGES, Selection, parse

texts = st.text(max_size=40).map(str.strip).filter(lambda t: t.isprintable())


def test_an_address_names_page_unit_period_and_language() -> None:
    chosen = parse("/indicator", "?unit=X1&period=2026Q3&indicator=coverage&lang=en")
    assert chosen == Selection("indicator", "X1", "2026Q3", "en", indicator="coverage")


def test_rubbish_is_read_as_nothing_chosen() -> None:
    for pathname, search in ((None, None), ("//", "?&&=;%"), ("/etc/passwd", "?unit=%00%ff")):
        assert parse(pathname, search).page == "overview"


@given(st.text(), st.text())
def test_no_address_is_refused(pathname: str, search: str) -> None:
    assert parse(pathname, search).page in PAGES


@given(st.sampled_from(sorted(PAGES)), texts, texts, st.sampled_from(["zh", "en"]))
def test_a_selection_survives_its_address(page: str, unit: str, period: str, language) -> None:  # type: ignore[no-untyped-def]
    chosen = Selection(page, unit, period, language)
    path, _, search = chosen.href().partition("?")
    assert parse(path, search) == chosen


def test_a_query_keeps_its_line_ends() -> None:
    chosen = Selection("sql", sql="select 1\nfrom t where a = '总 & =?'")
    path, _, search = chosen.href().partition("?")
    assert parse(path, search).sql == chosen.sql


def test_wide_blanks_stay_in_a_query_as_they_were_typed() -> None:
    chosen = Selection("sql", sql="select\u00a01 where a = '张\u3000三'")
    path, _, search = chosen.href().partition("?")
    assert parse(path, search).sql == chosen.sql
    assert parse("/fact", "?text=%E3%80%80%E5%B7%A5%07%E4%BC%9A%E3%80%80").text == "工会"


def test_a_text_that_is_too_long_is_not_cut_to_another() -> None:
    assert (
        parse("/sql", f"?sql=select+{'1' * (LONGEST - 7)}").sql == f"select {'1' * (LONGEST - 7)}"
    )
    assert parse("/sql", f"?sql=select+{'1' * LONGEST}").sql == ""


def test_the_language_switch_keeps_everything_else() -> None:
    chosen = parse("/trace", "?unit=X1&period=2026Q3&indicator=coverage&family=f&segment=a%3Db")
    assert parse("/trace", chosen.change(language="en").href().partition("?")[2]).segment == "a=b"


def test_another_page_keeps_the_unit_and_leaves_what_only_the_first_page_knows() -> None:
    chosen = Selection("findings", "X1", "2026Q3", slug="not-a-number")
    assert chosen.go("overview").href() == "/overview?unit=X1&period=2026Q3"


def test_whose_periods_findings_are_listed_is_in_the_address() -> None:
    chosen = parse("/findings", "?unit=X1&period=2026Q3&state=open&periods=all")
    assert chosen.href() == "/findings?unit=X1&period=2026Q3&state=open&periods=all"
    assert parse("/findings", "?periods=some").periods == ""


def test_a_parameter_of_another_page_is_not_read() -> None:
    assert parse("/overview", "?slug=not-a-number").slug == ""


def test_a_day_and_a_tree_stay_chosen_from_page_to_page() -> None:
    chosen = parse("/overview", "?unit=X1&as_of=2026-07-10&tree=now")
    assert chosen.go("targets").href() == "/targets?unit=X1&as_of=2026-07-10&tree=now"


def test_a_day_that_is_none_is_not_chosen() -> None:
    assert parse("/overview", "?as_of=2026-02-30&tree=sideways") == Selection("overview")
