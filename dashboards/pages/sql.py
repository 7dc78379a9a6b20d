"""Placeholder."""


def page(reader, questions, view):
    raise questions.NotFound("", "")


def register(app, reader, questions):
    pass
