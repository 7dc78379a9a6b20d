"""Comparators as people read them: at least, at most, exactly, about."""

SIGNS = {">=": "≥", "<=": "≤", "=": "=", "~": "≈"}


def sign_before(comparator: str) -> str:
    """The sign in front of a target, with a space; none for the usual one, at least."""
    return "" if comparator == ">=" else f"{SIGNS[comparator]} "
