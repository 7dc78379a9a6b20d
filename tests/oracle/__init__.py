"""What a number means, a second time: plain dictionaries and loops, written from the design.

It shares nothing with the engine but the nouns and the arithmetic of periods. Slow and short on
purpose: whoever doubts a figure can read here how it comes about. ``world`` adds up what units
sent, ``rows`` reads a row, ``days`` is the calendar, ``pace`` and ``targets`` judge promises,
``points``, ``totals`` and ``scores`` appraise.
"""

from tests.oracle.nouns import Answer, Report, Span
from tests.oracle.world import World, read

__all__ = ["Answer", "Report", "Span", "World", "read"]
