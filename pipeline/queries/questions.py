"""The questions, by name; each takes a Reader first and the unit whose subtree is asked.

This module is the contract between the pages, the command line, the reports and the warehouse:
``from pipeline.queries import questions`` and call. Unknown units, periods or indicators raise
``NotFound`` with the nearest names.
"""
