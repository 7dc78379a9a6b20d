"""Typed rows → findings and verdicts: schemas built from the forms; judges, never repairs."""
