"""What the generator knows about its own files: where every mistake is, and what is true."""

import json
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path

from pipeline.sample.truth import Truth

LABEL = {
    "zh": "程序生成的示例数据，不代表任何真实的单位或个人。",
    "en": "Generated sample data; no real organisation or person is shown.",
}
MANIFEST, TRUTH = "manifest.json", "truth.csv"


@dataclass(frozen=True)
class Expected:
    """A finding that must be made, and where."""

    slug: str
    sheet: str | None
    cell: str | None
    severity: str


@dataclass(frozen=True)
class SentFile:
    """One file of the inbox."""

    file: str
    unit: str
    period: str
    received_on: str
    late: bool


@dataclass(frozen=True)
class Mistake:
    """One deliberate mistake: its kind, what was written, and what must be found."""

    kind: str
    file: str
    unit: str
    period: str
    got: str | None
    findings: tuple[Expected, ...]
    withheld: bool
    corrected: str | None
    held: str | None = None
    """The table whose report does not count until what is asked of it is explained."""


@dataclass(frozen=True)
class Remark:
    """A finding that must be made although nothing is wrong, such as after a merger."""

    reason: str
    file: str
    unit: str
    period: str
    findings: tuple[Expected, ...]


@dataclass
class Manifest:
    """Everything known about a generated county; paths are relative to its folder."""

    seed: int
    periods: list[str]
    county: str
    townships: list[str]
    mistake_share: str
    files: list[SentFile] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    missing: list[dict[str, str]] = field(default_factory=list)
    events: dict[str, dict[str, str]] = field(default_factory=dict)
    split_gaps: dict[str, dict[str, str]] = field(default_factory=dict)
    generated: bool = True
    label: dict[str, str] = field(default_factory=lambda: dict(LABEL))
    truth: Truth = field(default_factory=dict)

    @property
    def withheld(self) -> set[tuple[str, str]]:
        """Unit and period of reports that do not count until they are corrected."""
        return {(m.unit, m.period) for m in self.mistakes if m.withheld}

    @property
    def held(self) -> set[tuple[str, str, str]]:
        """Unit, period and table of reports that wait for an explanation."""
        return {(m.unit, m.period, m.held) for m in self.mistakes if m.held}

    def write(self, out: Path) -> None:
        """Write manifest.json, and the truth beside it as a table."""
        said = {k: v for k, v in asdict(self).items() if k != "truth"}
        text = json.dumps(said, ensure_ascii=False, indent=1)
        (out / MANIFEST).write_text(text + "\n", encoding="utf-8")
        lines = ["variant,indicator,unit,period,span,numerator,denominator"]
        lines += [
            ",".join((*key, shown(numerator), shown(denominator)))
            for key, (numerator, denominator) in sorted(self.truth.items())
        ]
        (out / TRUTH).write_text("\n".join(lines) + "\n", encoding="utf-8")


def shown(value: Decimal | None) -> str:
    """Return a number as text, nothing where there is none."""
    return "" if value is None else format(value, "f")


def read_manifest(out: Path) -> Manifest:
    """Read back what ``write`` wrote."""
    said = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    said["files"] = [SentFile(**f) for f in said["files"]]
    said["mistakes"] = [Mistake(**m | {"findings": expected(m)}) for m in said["mistakes"]]
    said["remarks"] = [Remark(**r | {"findings": expected(r)}) for r in said["remarks"]]
    manifest = Manifest(**said)
    for line in (out / TRUTH).read_text(encoding="utf-8").splitlines()[1:]:
        *key, numerator, denominator = line.split(",")
        manifest.truth[tuple(key)] = (number(numerator), number(denominator))  # type: ignore[index]
    return manifest


def expected(said: dict[str, list[dict[str, str]]]) -> tuple[Expected, ...]:
    """Return the findings of a mistake or a remark."""
    return tuple(Expected(**f) for f in said["findings"])


def number(text: str) -> Decimal | None:
    """Return the number a text stands for."""
    return Decimal(text) if text else None
