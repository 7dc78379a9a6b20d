"""Decisions are numbered without gaps, and the index lists every one."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "decisions.md"


def test_the_index_lists_every_decision_in_order() -> None:
    text = PAGE.read_text(encoding="utf-8")
    sections = re.findall(r"^## (\d+)\. (.+)$", text, re.M)
    assert [int(number) for number, _ in sections] == list(range(1, len(sections) + 1))
    assert re.findall(r"^(\d+)\. \[(.+)\]\(#", text, re.M) == sections


def test_a_record_that_was_replaced_points_to_a_later_one() -> None:
    text = PAGE.read_text(encoding="utf-8")
    addresses = dict(re.findall(r"^(\d+)\. \[.+\]\((#.+)\)$", text, re.M))
    found = []
    for section in re.split(r"^## ", text, flags=re.M)[1:]:
        number = int(section.split(".")[0])
        for pointer in section.split("**Replaced in part.**")[1:]:
            links = re.findall(r"\[(\d+)\]\((#.+?)\)", pointer)
            assert links, number
            assert all(int(later) > number for later, _ in links), number
            assert all(addresses[later] == address for later, address in links), number
            found.append(number)
    assert {6, 15, 17, 47} <= set(found)
