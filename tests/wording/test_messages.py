"""Findings in words."""

import re

import pytest

from pipeline.domain.finding import Finding, Place
from pipeline.wording import messages
from pipeline.wording.catalogue import (
    LANGUAGES,
    DuplicateSlugError,
    catalogue,
    read_area,
    severity_of,
)
from pipeline.wording.messages import UnknownSlugError, as_line, fill, render

CELL = Place("一季度.xlsx", "会员表", "C8")


def finding(slug: str, place: Place = CELL, got: str | None = None, **details: str) -> Finding:
    return Finding(slug, "error", place, got, details)


def test_a_place_is_file_sheet_cell_or_file_and_line() -> None:
    assert render(finding("x"), "zh").place == "一季度.xlsx › 会员表 › C8"
    assert render(finding("x", Place("a.xlsx")), "zh").place == "a.xlsx"
    assert render(finding("x", Place("forms/a.yml", line=7)), "zh").place == "forms/a.yml:7"


def test_placeholders_take_the_readers_language_and_never_raise() -> None:
    values = {"label_zh": "会员数", "label_en": "members", "sheet": "表"}
    assert fill("{label}在{sheet}，{nothing}。", values, "zh") == "会员数在表，…。"
    assert fill("{label} {0} {}", values, "en") == "members … {}"


def test_an_unknown_slug_is_shown_and_raises_only_when_strict() -> None:
    assert render(finding("no-such-slug"), "zh").what == "发现问题：no-such-slug。"
    with pytest.raises(UnknownSlugError):
        render(finding("no-such-slug"), "zh", strict=True)


def test_a_line_says_where_what_and_what_to_do() -> None:
    line = as_line(finding("no-such-slug", got="128"), "en")
    assert (
        line
        == "一季度.xlsx › 会员表 › C8 › Finding: no-such-slug (got 128) › Please check this place."
    )
    line = as_line(finding("no-such-slug", got="128"), "zh")
    assert line == "一季度.xlsx › 会员表 › C8 › 发现问题：no-such-slug（填的是 128） › 请核对此处。"


def test_every_entry_is_complete_and_uses_the_same_placeholders_in_both_languages() -> None:
    for slug, entry in catalogue().items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug), slug
        named = [
            set(messages.PLACEHOLDER.findall(entry.what.in_language(k) + entry.do.in_language(k)))
            for k in LANGUAGES
        ]
        assert named[0] == named[1], (slug, named)
        for text in (entry.what, entry.do, entry.lay):
            assert text.zh.rstrip()[-1] in "。？}", (slug, text.zh)
            assert text.en.rstrip()[-1] in ".?}", (slug, text.en)


def test_a_severity_must_be_one_of_three() -> None:
    with pytest.raises(ValueError, match="fatal"):
        severity_of("x", "fatal")


def test_a_slug_stands_in_one_area_only(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = read_area(
        "a",
        "s: {severity: error, zh: {what: 甲。, do: 乙。}, "
        "en: {what: A., do: B.}, lay: {zh: 丙。, en: C.}}",
    )[0]
    monkeypatch.setattr("pipeline.wording.catalogue.read_area", lambda area, text: [entry])
    with pytest.raises(DuplicateSlugError):
        catalogue.__wrapped__()
