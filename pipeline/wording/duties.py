"""Duties in words: in each of which spans, how many were done, when one was missed."""

from datetime import date
from typing import Protocol

from pipeline.domain.noun import Bilingual, Language
from pipeline.wording.dates import full_date
from pipeline.wording.phrases import phrase


class Duty(Protocol):
    """A target as it is told here; ``duty_span`` is absent of all that are no duties."""

    @property
    def duty_span(self) -> str | None: ...
    @property
    def spans(self) -> int | None: ...
    @property
    def spans_ended(self) -> int | None: ...
    @property
    def spans_done(self) -> int | None: ...
    @property
    def missed_on(self) -> date | None: ...


def each_words(duty: Duty, language: Language) -> str | None:
    """每季度, each quarter; None for what is no duty."""
    return phrase(f"duty.each_{duty.duty_span}", language) if duty.duty_span else None


def done_words(duty: Duty, language: Language) -> str | None:
    """4 个季度做到 3 个; None where there are not several."""
    if not duty.duty_span or duty.spans is None or duty.spans == 1:
        return None
    open_still = (duty.spans_ended or 0) < duty.spans
    return phrase(
        "duty.done_so_far" if open_still else "duty.done", language,
        spans=phrase(f"duty.spans_{duty.duty_span}", language, count=duty.spans),
        ended=duty.spans_ended, done=duty.spans_done,
    )  # fmt: skip


def missed_words(duty: Duty, language: Language) -> str | None:
    """On which day a span closed that had not been done."""
    if duty.missed_on is None:
        return None
    return phrase("duty.missed", language, day=full_date(duty.missed_on, language))


def span_unit(span: str) -> Bilingual:
    """The unit of a count of spans: 个季度, quarters."""
    return Bilingual(zh=phrase(f"duty.unit_{span}", "zh"), en=phrase(f"duty.unit_{span}", "en"))
