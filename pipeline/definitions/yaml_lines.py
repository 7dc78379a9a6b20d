"""YAML in which every scalar is a string and every key and list item knows its line.

The usual loaders turn ``NO`` into False and ``12:30`` into 750, and forget where things stood.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import yaml

from pipeline.definitions.yaml_slips import likely_slip
from pipeline.domain.finding import Finding, Place
from pipeline.wording.yaml_problems import in_chinese

Path = tuple[str | int, ...]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TEXT_KEYS = ("zh", "en")
FULL_WIDTH_COLON = "："
ODD_BLANKS = ("\u3000", "\u00a0")
DEEPEST = 100
"""Levels of a file: the parser calls itself for each, and ends the program without a word where the
stack is full, on Windows after some two thousand."""
BRACKETS, WIDTH = 400, 800
"""With fewer brackets and narrower lines than these no file has two thousand levels."""


@dataclass(frozen=True)
class YamlFile:
    """What a file says, and the line of every path in it."""

    shown: str
    data: dict[str, object] | None
    lines: dict[Path, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def path(self, where: Sequence[str | int]) -> Path:
        """Return the part of ``where`` that stands in the file.

        Steps that are not there are left out: a single measure may stand for a list of them.
        """
        found: list[str | int] = []
        here: object = self.data
        for step in where:
            is_key = isinstance(here, dict) and step in here
            if is_key or (isinstance(here, list) and step in range(len(here))):
                here = here[step]  # type: ignore[index]
                found.append(step)
        return tuple(found)

    def at(self, where: Sequence[str | int]) -> object:
        """Return what stands at ``where``."""
        here: object = self.data
        for step in self.path(where):
            here = here[step]  # type: ignore[index]
        return here

    def line(self, where: Sequence[str | int]) -> int:
        """Return the line of ``where``, or of the nearest thing around it."""
        return self.lines.get(self.path(where), 1)


def read_yaml(content: bytes, shown: str) -> YamlFile:
    """Read one file; ``shown`` is its name in messages."""
    reading = _Reading(shown)
    data = reading.read(content)
    return YamlFile(shown, data, reading.lines, reading.findings)


class _Reading:
    """One pass over the node tree of a file."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.lines: dict[Path, int] = {}
        self.findings: list[Finding] = []
        self.seen: set[int] = set()

    def read(self, content: bytes) -> dict[str, object] | None:
        """Return the top mapping, or None with a finding that says why not."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.find("definition-not-utf8", content[: error.start].count(b"\n") + 1)
            return None
        try:
            too_deep = nested_too_deeply(text)
            if too_deep is None:
                return self.top(yaml.compose(text, Loader=LOADER))
            self.find_too_deep(too_deep)
        except yaml.YAMLError as error:
            self.find_unreadable(text, _line_of(error), _problem_of(error))
        except RecursionError:
            self.find_too_deep(1)
        return None

    def find_too_deep(self, line: int) -> None:
        """Say that nobody can read so many levels."""
        problem = "nested too deeply"
        self.find("not-yaml", line, problem=problem, problem_zh=in_chinese(problem))

    def find_unreadable(self, text: str, line: int, problem: str) -> None:
        """Say what was probably mistyped, or what the parser says where nothing looks so."""
        slip = likely_slip(text, self.shown, line)
        if slip is None:
            self.find("not-yaml", line, problem=problem, problem_zh=in_chinese(problem))
        else:
            self.findings.append(slip)

    def top(self, root: yaml.Node | None) -> dict[str, object] | None:
        """Return what the file says, if it says anything under keys."""
        if root is None:
            self.find("empty-definition", 1)
            return None
        if not isinstance(root, yaml.MappingNode):
            self.find("not-a-mapping", _line(root))
            return None
        return self.mapping(root, ())

    def find(self, slug: str, line: int, got: str | None = None, **details: str) -> None:
        """Note a problem of the file's form."""
        self.findings.append(Finding(slug, "error", Place(self.shown, line=line), got, details))

    def value(self, node: yaml.Node, path: Path) -> object:
        """Return a node as text, list or mapping."""
        if isinstance(node, yaml.ScalarNode):
            self.check_scalar(node, path)
            return str(node.value)
        if id(node) in self.seen:
            self.find("yaml-alias", self.lines[path])
            return {}
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.item(child, (*path, i)) for i, child in enumerate(node.value)]
        assert isinstance(node, yaml.MappingNode)
        return self.mapping(node, path)

    def item(self, node: yaml.Node, path: Path) -> object:
        """Return one item of a list."""
        self.lines[path] = _line(node)
        return self.value(node, path)

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        """Return a mapping; a key given twice is a finding, the first one stands."""
        found: dict[str, object] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.find("key-not-text", _line(key_node))
                continue
            key = str(key_node.value)
            here = (*path, key)
            if key in found:
                first = str(self.lines[here])
                self.find("key-twice", _line(key_node), got=key, key=key, first=first)
                continue
            self.lines[here] = _line(key_node)
            if FULL_WIDTH_COLON in key:
                self.find("full-width-mark", _line(key_node), got=FULL_WIDTH_COLON)
                continue
            if key.startswith(ODD_BLANKS):
                self.find("indented-by-odd-blanks", _line(key_node))
                continue
            if _is_cut(node, value_node, found):
                self.find("text-cut-at-comma", _line(key_node), got=key, text=key)
                continue
            found[key] = self.value(value_node, here)
        return found

    def check_scalar(self, node: yaml.ScalarNode, path: Path) -> None:
        """Refuse blanks nobody wrote on purpose, and texts in one language only."""
        key = str(path[-1]) if path else ""
        if _is_null(node) or (key in TEXT_KEYS and not node.value.strip()):
            self.find("empty-value", self.lines.get(path, _line(node)), key=key)


def nested_too_deeply(text: str) -> int | None:
    """The line on which something stands too many levels deep; None where nothing does.

    Raises yaml.YAMLError: the text cannot be read.
    """
    if (text.count("[") + text.count("{") < BRACKETS
            and max(map(len, text.splitlines()), default=0) < WIDTH):  # fmt: skip
        return None
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                return event.start_mark.line + 1 if event.start_mark else 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _is_null(node: yaml.Node) -> bool:
    """Whether nothing, ``~`` or ``null`` stands there without quotes."""
    return str(node.tag) == "tag:yaml.org,2002:null"


def _is_cut(around: yaml.MappingNode, value: yaml.Node, before: dict[str, object]) -> bool:
    """Whether a "key" is the rest of a text with a comma: ``{en: Hong Kong, Macao}``."""
    return bool(around.flow_style and _is_null(value) and any(key in before for key in TEXT_KEYS))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _line_of(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return int(mark.line) + 1 if mark else 1


def _problem_of(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]
