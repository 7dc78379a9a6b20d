"""Placeholder."""


def page(reader, questions, view):
    raise questions.NotFound("", "")
