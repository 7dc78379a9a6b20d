"""Workbooks people fill in: official look, checks of Excel and WPS, and where each cell stands."""
