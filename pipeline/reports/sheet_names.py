"""Names of sheets that every spreadsheet program takes."""

import re

NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31


def sheet_names(given: list[str]) -> dict[str, str]:
    """Return a permitted and unique name for each sheet."""
    names: dict[str, str] = {}
    for name in given:
        wanted = NOT_IN_A_SHEET_NAME.sub("_", name)[:LONGEST_NAME] or "_"
        found, number = wanted, 2
        while found.casefold() in {other.casefold() for other in names.values()}:
            suffix = f"_{number}"
            found, number = wanted[: LONGEST_NAME - len(suffix)] + suffix, number + 1
        names[name] = found
    return names
