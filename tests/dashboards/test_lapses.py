"""The page of what lapses."""

from tests.dashboards.reading import links, page, words


def test_the_page_says_what_lapses_and_what_that_does() -> None:
    made = page("/lapses?unit=X1&period=2026Q3")
    said = words(made)
    assert "到2027年3月31日有 2 项到期；如都不续签，集体合同职工覆盖率由 70.1% 变为 65.7%。" in said
    assert "44,120 ÷ 67,199" in said
    assert "−4.5" in said
    assert "2026-11-04" in said
    assert "本期未报，用上次台账" in said
    cells = [link for link in links(made) if link.startswith("/trace") and "unit=X102" in link]
    assert cells == ["/trace?unit=X102&period=2026Q2&indicator=coverage"]


def test_without_a_register_the_page_says_so() -> None:
    assert "本期还没有收到《集体合同台账》。" in words(page("/lapses?unit=X199"))
