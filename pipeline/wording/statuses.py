"""Words, glyphs and style classes of statuses, severities and verdicts."""

from dataclasses import dataclass

from pipeline.domain.form import Severity
from pipeline.domain.noun import Bilingual, Language
from pipeline.domain.status import Status, Verdict


@dataclass(frozen=True)
class Mark:
    """A word with its glyph and CSS class; the three are always shown together."""

    word: Bilingual
    glyph: str
    css_class: str


MARKS: dict[Status, Mark] = {
    Status.DONE: Mark(Bilingual(zh="完成", en="Done"), "✓", "status-done"),
    Status.ON_PACE: Mark(Bilingual(zh="正常", en="On pace"), "○", "status-on-pace"),
    Status.BEHIND: Mark(Bilingual(zh="滞后", en="Behind"), "▽", "status-behind"),
    Status.FAR_BEHIND: Mark(Bilingual(zh="严重滞后", en="Far behind"), "▼", "status-far-behind"),
    Status.NO_DATA: Mark(Bilingual(zh="无数据", en="No data"), "–", "status-no-data"),
    Status.INCOMPLETE: Mark(Bilingual(zh="不全", en="Incomplete"), "◧", "status-incomplete"),
}
WORST_FIRST: tuple[Status, ...] = (
    Status.FAR_BEHIND,
    Status.BEHIND,
    Status.INCOMPLETE,
    Status.NO_DATA,
    Status.ON_PACE,
    Status.DONE,
)
SEVERITIES: dict[Severity, Mark] = {
    "error": Mark(Bilingual(zh="必须改", en="Must be corrected"), "✕", "severity-error"),
    "explain": Mark(Bilingual(zh="要说明", en="Needs an explanation"), "?", "severity-explain"),
    "warning": Mark(Bilingual(zh="请核对", en="Please check"), "!", "severity-warning"),
}
VERDICTS: dict[Verdict, Mark] = {
    Verdict.ACCEPTED: Mark(Bilingual(zh="收下", en="Accepted"), "✓", "verdict-accepted"),
    Verdict.WITHHELD: Mark(Bilingual(zh="退回", en="Returned"), "↩", "verdict-withheld"),
    Verdict.DUPLICATE: Mark(
        Bilingual(zh="已收过", en="Already received"), "=", "verdict-duplicate"
    ),
    Verdict.UNREADABLE: Mark(Bilingual(zh="读不了", en="Unreadable"), "✕", "verdict-unreadable"),
}


def status_word(status: Status | None, language: Language = "zh") -> str:
    """Return the status in words; a target that is not judged shows a dash."""
    return "—" if status is None else MARKS[status].word.in_language(language)


def glyph(status: Status | None) -> str:
    """Return the status's glyph."""
    return "" if status is None else MARKS[status].glyph


def css_class(status: Status | None) -> str:
    """Return the status's CSS class."""
    return "status-none" if status is None else MARKS[status].css_class


def severity_word(severity: Severity, language: Language = "zh") -> str:
    """Return the severity in words."""
    return SEVERITIES[severity].word.in_language(language)


def verdict_word(verdict: Verdict, language: Language = "zh") -> str:
    """Return the verdict in words."""
    return VERDICTS[verdict].word.in_language(language)
