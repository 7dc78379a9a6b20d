"""The scoring of the generated county: the rules of ``county_scoring.yml`` with its own marks."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import yaml

RULES = files("pipeline.sample").joinpath("county_scoring.yml")
ADOPTED, NAMED = "adopted", "complaint"


def county_scoring(year: int, townships: Sequence[str]) -> dict[str, Any]:
    """Return the ``scoring`` of a year's plan; marks go to the second and third township."""
    text = RULES.read_text(encoding="utf-8").replace("{year}", str(year))
    said: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    items = {item["id"]: item for item in said["items"]}
    items[ADOPTED]["marks"] = {
        code: [mark(str(count), f"{year}-05-20", f"示例信息〔{year}〕{number}期",
                    f"Sample bulletin {number} of {year}")]
        for number, (code, count) in enumerate(zip(townships[1:3], (1, 2), strict=False), start=3)
    }  # fmt: skip
    items[NAMED]["marks"] = {
        code: [mark("1", f"{year}-08-10", f"示例通报〔{year}〕5号", f"Sample notice 5 of {year}")]
        for code in townships[3:4]
    }
    return said


def mark(value: str, on: str, zh: str, en: str) -> dict[str, Any]:
    """Return a mark with the paper it rests on."""
    return {"value": value, "on": on, "evidence": {"zh": zh, "en": en}}
