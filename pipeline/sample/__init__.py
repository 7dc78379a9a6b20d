"""A generated county with known mistakes, labelled as generated."""
