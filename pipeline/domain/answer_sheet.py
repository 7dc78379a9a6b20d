"""How the sheet of problems is told from a sheet that somebody filled in."""

MARKER = "unionkpi-answer"
"""Stands in the first row of the sheet of problems, whatever that sheet is called."""
