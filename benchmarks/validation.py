"""How fast rows are validated, beside frictionless and great-expectations.

``python -m benchmarks.validation PYTHON``: PYTHON is the interpreter of an environment with these
two (``make bench-validation`` makes it). All hold the same rows against the same rules, those of
the membership form: what is required, what is the least, which column is at most another, which
total is the sum of its parts. Known faults are planted, and all must count as many. Only the
validation itself is timed, imports and preparation apart; each has its best run of three.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from pipeline import run
from pipeline.domain.form import Section

CONFIG, TABLE = Path(__file__).parents[1] / "config", "membership"
ROWS, ROWS_A_FILE, SEED, ONE_IN = 40_000, 40, 1, 50
AT_LEAST = 5.0
HISTORY = "stock_flow"
TITLES = {
    "ours": "ours: judging",
    "frictionless": "frictionless: validate",
    "great_expectations": "great-expectations: validate",
}
Row = dict[str, int | None]
Rules = dict[str, Any]
Said = dict[str, Any]
"""What a contestant prints."""


def main() -> int:
    """Measure, print, and return 1 when short of what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("python", type=Path, help="interpreter that has the other two")
    parser.add_argument("--rows", type=int, default=ROWS)
    asked = parser.parse_args()
    section = run.load([CONFIG]).forms[TABLE].sections["main"]
    rules = rules_of(section)
    rows, planted = rows_with_faults(rules, asked.rows)
    given = rules | {
        "config": str(CONFIG), "table": TABLE, "rows_a_file": ROWS_A_FILE,
        "rows": [list(row.values()) for row in rows],
    }  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="unionkpi-bench-") as folder:
        file = Path(folder) / "rows.json"
        file.write_text(json.dumps(given), encoding="utf-8")
        said = {
            name: validated(sys.executable if name == "ours" else str(asked.python), name, file)
            for name in TITLES
        }
    return verdict(said, planted, len(rows))


def rules_of(section: Section) -> dict[str, object]:
    """The section's rules, as every contestant is told them. Raises ValueError for others.

    What compares with the period before is no part of judging a file, here or there.
    """
    at_most: list[tuple[str, str]] = []
    sums: list[tuple[str, tuple[str, ...]]] = []
    for rule in section.rules:
        if rule.when_missing not in (None, "skip"):
            raise ValueError(f"{rule.id}: blanks are more than passed over")
        if rule.at_most and len(rule.at_most) == 2:
            at_most.append((rule.at_most[0], rule.at_most[1]))
        elif rule.sum_equals:
            sums.append((rule.sum_equals.total, rule.sum_equals.parts))
        elif not getattr(rule, HISTORY):
            raise ValueError(f"{rule.id}: not a rule that all can state")
    fields = section.fields
    return {
        "columns": list(fields),
        "required": [name for name, field in fields.items() if field.required],
        "minimum": {n: int(f.minimum) for n, f in fields.items() if f.minimum is not None},
        "at_most": at_most,
        "sums": sums,
    }


def rows_with_faults(rules: Rules, number: int) -> tuple[list[Row], int]:
    """Rows that keep all rules, but for one in fifty, and how often a rule is broken in all."""
    dice = random.Random(SEED)
    rows = [sound_row(rules, dice) for _ in range(number)]
    for row in rows[::ONE_IN]:
        spoil(row, rules, dice)
    return rows, sum(broken(row, rules) for row in rows)


def sound_row(rules: Rules, dice: random.Random) -> Row:
    """A row without a fault: every part smaller than its whole, some optional cells blank."""
    row: Row = {name: dice.randrange(5) for name in rules["columns"]}
    for total, parts in rules["sums"]:
        for part in parts:
            row[part] = dice.randrange(10, 100)
        row[total] = sum(row[part] or 0 for part in parts)
    for _, large in rules["at_most"]:
        if not any(large == total for total, _ in rules["sums"]):
            row[large] = 1000
    blank = [name for name in rules["columns"] if name not in rules["required"]]
    for name in dice.sample(blank, 2):
        row[name] = None
    return row


def spoil(row: Row, rules: Rules, dice: random.Random) -> None:
    """Break one rule, and with it perhaps others."""
    kind = dice.choice(("required", "minimum", "at_most", "sums"))
    if kind == "required":
        row[dice.choice(rules["required"])] = None
    elif kind == "minimum":
        row[dice.choice(list(rules["minimum"]))] = -1
    elif kind == "at_most":
        small, large = dice.choice(rules["at_most"])
        row[small] = (row[large] or 0) + 1
    else:
        total, _ = dice.choice(rules["sums"])
        row[total] = (row[total] or 0) + 7


def broken(row: Row, rules: Rules) -> int:
    """How many rules a row breaks, told one by one in plain Python: what all must find."""
    faults = sum(row[name] is None for name in rules["required"])
    for name, least in rules["minimum"].items():
        value = row[name]
        faults += value is not None and value < least
    for small, large in rules["at_most"]:
        low, high = row[small], row[large]
        faults += low is not None and high is not None and low > high
    for total, parts in rules["sums"]:
        cells = [row[total], *(row[part] for part in parts)]
        known = [cell for cell in cells if cell is not None]
        faults += len(known) == len(cells) and known[0] != sum(known[1:])
    return faults


def validated(python: str, name: str, file: Path) -> Said:
    """What one contestant says. Raises SystemExit when it fails."""
    module = ["-m", "benchmarks.validators"]
    done = subprocess.run(
        [python, *module, name, str(file)], capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[1],
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"bench-validation: {name} failed: {done.stderr.strip()[-2000:]}")
    said: Said = json.loads(done.stdout.splitlines()[-1])
    print(f"  {name} {said['version']}: {said['wall']:.2f} s", flush=True)
    return said


def verdict(said: dict[str, Said], planted: int, rows: int) -> int:
    """The table, the one line, and 1 when it falls short."""
    mine = said["ours"]
    print(f"{'':30}{'wall s':>8}{'CPU s':>8}{'wall ×':>8}{'CPU ×':>8}{'faults':>8}")
    for name, title in TITLES.items():
        one = said[name]
        times = f"{one['wall'] / mine['wall']:8.1f}{one['cpu'] / mine['cpu']:8.1f}"
        print(f"{title:30}{one['wall']:8.3f}{one['cpu']:8.3f}{times}{one['faults']:8}")
    others = {name: said[name]["wall"] / mine["wall"] for name in TITLES if name != "ours"}
    agreed = all(one["faults"] == planted for one in said.values())
    print(
        f"bench-validation: {rows} rows, {planted} faults, "
        f"{'found by all' if agreed else 'NOT found alike'}; ours 1.00, "
        + ", ".join(f"{n} {said[n]['version']} ×{x:.1f}" for n, x in others.items())
        + f" (want ≥ {AT_LEAST:g}), by CPU "
        + " and ".join(f"×{said[n]['cpu'] / mine['cpu']:.1f}" for n in others)
    )
    return 0 if agreed and min(others.values()) >= AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
