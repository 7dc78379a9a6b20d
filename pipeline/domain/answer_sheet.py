"""The sheet of problems of a returned workbook: how it is told, and which column holds what."""

MARKER = "unionkpi-answer"
"""Stands in the first row of the sheet of problems, whatever that sheet is called."""
EXPLANATION, KEPT, FINDING = 8, 9, 10
"""Columns, from 1: where the sender explains, and, hidden, the fill a marked cell had and which
finding the line is about (``written`` of its ``Identity``)."""
