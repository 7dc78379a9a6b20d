"""What files explain of what is asked of them, as rows beside the findings."""

from collections.abc import Collection, Iterator

from pipeline.domain.submission import FileRead

SAID_IN_FILE = """
explanation.received_at = file.received_at and (explanation.sha256 = file.sha256 or exists (
    from explanation as own where own.sha256 = file.sha256 and own.slug is not null
    and (own.slug, own.received_at, own.text)
        = (explanation.slug, explanation.received_at, explanation.text)
    and (own.sheet, own.cell, own.rule, own.unit) is not distinct from
        (explanation.sheet, explanation.cell, explanation.rule, explanation.unit)))
"""
"""SQL: whether an ``explanation`` stands in a ``file``; also one of a file that this one answers,
but not what others answer of it. A note (no slug) is its own file's alone: many say the same."""


def explanation_rows(file: FileRead, units: Collection[str]) -> Iterator[tuple[object, ...]]:
    """Rows of ``explanation`` of one file that reports for ``units``.

    What is written on a returned workbook holds for the file that was returned and for this one,
    as far as it is about these units.
    """
    said, at = file.explanations, file.received_at
    for (sheet, row), text in said.notes.items():
        yield file.sha256, sheet, row, None, None, None, None, text, at
    for one, (returned, text) in said.answers.items():
        if one.unit in units:
            for sha256 in dict.fromkeys((returned, file.sha256)):
                yield sha256, one.sheet, None, one.slug, one.cell, one.rule, one.unit, text, at
