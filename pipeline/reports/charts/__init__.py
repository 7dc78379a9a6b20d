"""Charts of a report, drawn with matplotlib: no browser, no font on the reader's machine."""
