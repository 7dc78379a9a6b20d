"""Texts of pages, and the words of statuses."""

import re

import pytest

from pipeline.domain.status import Status, Verdict
from pipeline.wording import statuses
from pipeline.wording.messages import PLACEHOLDER
from pipeline.wording.phrases import UnknownPhraseError, phrase, phrases


def test_a_phrase_is_found_by_key_and_its_values_are_bound_by_name() -> None:
    assert phrase("nav.skip") == "跳到正文"
    assert phrase("pace.behind", "en", days=75) == "75 days behind"
    with pytest.raises(UnknownPhraseError):
        phrase("nav.nowhere")


def test_every_phrase_is_bilingual_with_the_same_placeholders() -> None:
    for key, text in phrases().items():
        assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)*", key), key
        assert set(PLACEHOLDER.findall(text.zh)) == set(PLACEHOLDER.findall(text.en)), key
        assert text.zh, key
        assert text.en, key


def test_every_status_has_word_glyph_and_class() -> None:
    assert set(statuses.MARKS) == set(statuses.WORST_FIRST) == set(Status)
    assert set(statuses.VERDICTS) == set(Verdict)
    assert len({mark.glyph for mark in statuses.MARKS.values()}) == len(Status)
    assert statuses.status_word(Status.FAR_BEHIND) == "严重滞后"
    assert statuses.status_word(Status.FAR_BEHIND, "en") == "Far behind"
    assert statuses.css_class(Status.DONE) == "status-done"
    assert statuses.glyph(Status.INCOMPLETE) == "◧"
    assert (statuses.status_word(None), statuses.glyph(None)) == ("—", "")
    assert statuses.css_class(None) == "status-none"
    assert statuses.severity_word("explain", "en") == "Needs an explanation"
    assert statuses.verdict_word(Verdict.WITHHELD) == "退回"
