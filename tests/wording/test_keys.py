"""Keys of the files of words: of two alike the later one would silently take the other's place."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

import pipeline

FOLDERS = ("wording", "reference")
FILES = [
    path
    for folder in FOLDERS
    for path in sorted((Path(pipeline.__path__[0]) / folder).glob("*.yml"))
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_key_stands_twice_in_a_mapping(path: Path) -> None:
    waiting: list[yaml.Node] = [yaml.compose(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            keys = Counter(key.value for key, _ in node.value)
            assert [key for key, times in keys.items() if times > 1] == []
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
