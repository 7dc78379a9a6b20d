"""Decisions are numbered without gaps, and the index lists every one."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "decisions.md"


def test_the_index_lists_every_decision_in_order() -> None:
    text = PAGE.read_text(encoding="utf-8")
    sections = re.findall(r"^## (\d+)\. (.+)$", text, re.M)
    assert [int(number) for number, _ in sections] == list(range(1, len(sections) + 1))
    assert re.findall(r"^(\d+)\. \[(.+)\]\(#", text, re.M) == sections
