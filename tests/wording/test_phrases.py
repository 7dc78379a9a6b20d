"""Texts of pages, and the words of statuses."""

import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.domain.status import Status, Verdict
from pipeline.wording import statuses
from pipeline.wording.catalogue import catalogue
from pipeline.wording.messages import COUNTED, PLACEHOLDER, fill
from pipeline.wording.phrases import UnknownPhraseError, phrase, phrases

WORDING = Path(statuses.__file__).parent


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


VERBS = {
    "comes", "differs", "does", "ends", "goes", "has", "is", "lapses", "lies", "makes", "needs",
    "owes", "reaches", "stands", "waits", "was",
}  # fmt: skip
LIKE_A_PLURAL = {"as", "its", "this"} | VERBS
NO_COUNT = {"cli.no_units_below", "scorecard.base_of", "percent-scale", "period-locked"}
"""Where what is in front of the word is a code, a share, a scale or a date."""
BEHIND_ONE = re.compile(r"(?<![\w.])1 (?!of )(?:[a-z-]+ )?([a-z-]+s|are|do|have|were)\b")


def in_english() -> dict[str, str]:
    """Every English sentence with gaps: of pages, commands and findings."""
    texts = {key: text.en for key, text in phrases().items()}
    for slug, entry in catalogue().items():
        texts[slug] = f"{entry.what.en} {entry.do.en}"
    return texts


@pytest.mark.parametrize("file", sorted(WORDING.rglob("*.yml")), ids=str)
def test_no_text_is_written_over_another_of_the_same_key(file: Path) -> None:
    keys = re.findall(r"^([a-z][\w.-]*):", file.read_text(encoding="utf-8"), re.M)
    assert keys
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_one_of_anything_is_said_in_the_singular() -> None:
    wrong = []
    for key, text in in_english().items():
        said = fill(text, dict.fromkeys(PLACEHOLDER.findall(text), "1"), "en")
        plurals = set(BEHIND_ONE.findall(said)) - LIKE_A_PLURAL
        wrong += [f"{key}: {said}"] * (bool(plurals) and key not in NO_COUNT)
    assert wrong == []


def test_several_of_anything_are_said_in_the_plural() -> None:
    """The word chosen by a number stands beside that number, in English alone."""
    counted = 0
    for key, text in in_english().items():
        for name, one, many in COUNTED.findall(text):
            counted += 1
            assert name in PLACEHOLDER.findall(text), (key, name)
            assert one != many, (key, one)
    assert counted > 60
    assert not any(COUNTED.search(text.zh) for text in phrases().values())
    assert phrase("todo.missing", "en", count=1) == "1 report is missing"
    assert phrase("todo.missing", "en", count=21) == "21 reports are missing"
    assert phrase("todo.missing", "zh", count=1) == phrase("todo.missing", "zh", count=2).replace(
        "2", "1"
    )
    assert phrase("overview.units", "en", reported=1, expected=5) == "1 of 5 units has reported"


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
