"""Comparators as people read them: at least, at most, exactly, about."""

from pipeline.domain.noun import Language
from pipeline.wording.phrases import phrase

SIGNS = {">=": "≥", "<=": "≤", "=": "=", "~": "≈"}
LIKE_AT_LEAST = ("=", "~")
"""What is promised exactly, or about, is judged as at least: nobody is marked down for more."""


def sign_before(comparator: str) -> str:
    """The sign in front of a target, with a space; none for the usual one, at least."""
    return "" if comparator == ">=" else f"{SIGNS[comparator]} "


def more_said(comparator: str, language: Language) -> str:
    """That more is done, too, where the sign could be read otherwise; else nothing."""
    return phrase("target.more_is_done", language) if comparator in LIKE_AT_LEAST else ""
