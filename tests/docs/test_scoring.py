"""The page about scoring: every rule kind is on it, and its example is a scoring."""

import re
from typing import get_args

import yaml

from pipeline.domain.scoring import Scoring
from pipeline.domain.scoring_rule import ScoreRule

from .conftest import DOCS

TEXT = (DOCS / "scoring.md").read_text(encoding="utf-8")


def test_every_rule_kind_has_a_row_and_no_other() -> None:
    kinds = {
        get_args(kind.model_fields["kind"].annotation)[0]
        for kind in get_args(get_args(ScoreRule)[0])
    }
    rows = re.findall(r"^\| `(\w+)` \| .*F|^\| `(\w+)` \|", TEXT.split("## Rules")[1], re.M)
    assert {a or b for a, b in rows} == kinds


def test_the_example_is_a_scoring() -> None:
    block = re.search(r"```yaml\n(.*?)```", TEXT, re.S)
    assert block is not None
    said = yaml.load(block[1], Loader=yaml.BaseLoader)["scoring"]
    assert len(Scoring.model_validate(said).items) == 3
