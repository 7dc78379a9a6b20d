"""A thousand workbooks of registers, as a union with much to report would send them."""

from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from shutil import copytree

from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.period import Period
from pipeline.sample import cases, contracts, safety
from pipeline.sample.county import last_quarters
from pipeline.sample.life import Life, Row
from pipeline.sample.planning import plan_scene
from pipeline.sample.roster_file import write_roster
from pipeline.sample.scene import Scene, Union
from pipeline.sample.workforce import live
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import write_workbook

CONFIG = Path(__file__).parents[1] / "config"
UNITS, ROWS, SEED, LAST = 1000, 30, 1, "2024Q4"
FORMS = ("bargaining", "case_ledger", "hazard_ledger")
KINDS = tuple(contracts.HAS)


def write_county(out: Path, units: int = UNITS) -> None:
    """Write ``config/org_units.csv`` and ``inbox/`` of a county of register keepers."""
    catalogue = run.load([CONFIG])
    scene = plan_scene(SEED, units, last_quarters(catalogue, LAST, 1))
    (out / "inbox").mkdir(parents=True)
    write_config(out / "config", scene)
    given = (catalogue, scene, out / "inbox")
    with ProcessPoolExecutor(2, get_context("spawn"), start, given) as pool:
        list(pool.map(write_one, scene.unions, chunksize=20))


def write_config(folder: Path, scene: Scene) -> None:
    """The product's own definitions, with unions that owe just the forms they send."""
    for part in ("forms", "indicators"):
        copytree(CONFIG / part, folder / part)
    product = (CONFIG / "product.yml").read_text(encoding="utf-8")
    owed = f"grassroots:\n    name: {{zh: 台账, en: Registers}}\n    forms: [{', '.join(FORMS)}]\n"
    start, end = product.index("grassroots:\n    name"), product.index("  documents_")
    (folder / "product.yml").write_text(product[:start] + owed + product[end:], encoding="utf-8")
    write_roster(folder / "org_units.csv", scene)


def start(catalogue: Catalogue, scene: Scene, inbox: Path) -> None:
    """Prepare a worker process."""
    global given
    given = (catalogue, scene, inbox)


def write_one(union: Union) -> None:
    """Write the workbook of one union: 3 sheets, 30 rows each, 15 columns on average."""
    catalogue, scene, inbox = given
    quarter = scene.quarters[-1]
    life = live(scene, union)
    sheets = [
        SheetContent("bargaining", "contracts", contract_rows(life, quarter)),
        SheetContent("case_ledger", "main", case_rows(life, quarter)),
        SheetContent("hazard_ledger", "main", hazard_rows(life, quarter)),
    ]
    name = inbox / f"{union.code}_{quarter.code}.xlsx"
    write_workbook(name, catalogue, sheets, union.org_unit(quarter.end), quarter, plain=True)


def contract_rows(life: Life, quarter: Period) -> list[Row]:
    """Return contracts of all kinds."""
    dice = life.dice("bench contracts")
    found = []
    for number in range(ROWS):
        signed = quarter.end - timedelta(days=dice.randrange(10, 700))
        entry = contracts.contract(life, dice, KINDS[number % len(KINDS)], number, signed, 2)
        found.append(contracts.shown(entry, quarter))
    return found


def case_rows(life: Life, quarter: Period) -> list[Row]:
    """Return cases of one quarter."""
    dice = life.dice("bench cases")
    entries = (cases.case(life, dice, quarter, number) for number in range(ROWS))
    return [cases.shown(entry, quarter) for entry in entries]


def hazard_rows(life: Life, quarter: Period) -> list[Row]:
    """Return hazards found in one quarter."""
    dice = life.dice("bench hazards")
    found = []
    for number in range(ROWS):
        entry = safety.dated(safety.hazard(dice), dice.day(quarter.start, quarter.end))
        found.append(safety.shown(entry | {"id": f"{life.union.code}S{number}"}, quarter))
    return found


given: tuple[Catalogue, Scene, Path]
