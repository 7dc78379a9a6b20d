"""Why a target has no completion or was not judged: the same words wherever targets are told."""

from pipeline.domain.noun import Language
from pipeline.wording.phrases import phrase, phrases

NOT_COMPUTED = "reason.not_computed"


def reason_key(reason: str | None, *, ceiling: bool = False) -> str | None:
    """The key of the phrase for a ``reason`` as judging notes it; None where none was noted.

    One that has no phrase of its own gets the general one. ``ceiling``: a bound that is kept or
    passed, which needs no other reason.
    """
    if reason is None:
        return "reason.ceiling" if ceiling else None
    key = f"reason.{reason}"
    return key if key in phrases() else NOT_COMPUTED


def reason_words(reason: str | None, language: Language) -> str | None:
    """The same in words, as a sentence."""
    key = reason_key(reason)
    return phrase(key, language) if key else None
