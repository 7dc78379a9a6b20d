"""A unit stands under the superior it had at the end of the period that is asked about."""

from pathlib import Path

from pipeline.queries import questions
from tests.queries.office import UNITS, open_office

STAYS = "G1,一厂,Plant 1,grassroots,T1,,,,base,quarter,,,state,"
MOVES = (
    "G1,一厂,Plant 1,grassroots,T1,,2024-06-29,,base,quarter,,,state,\n"
    "G1,一总厂,Works 1,grassroots,T2,2024-06-30,,,base,quarter,,,state,"
)


def test_the_way_up_is_that_of_the_last_day_of_the_period(tmp_path: Path) -> None:
    assert STAYS in UNITS
    office = open_office(tmp_path, {"org_units.csv": UNITS.replace(STAYS, MOVES)})
    told = {
        period: [
            (unit.code, unit.name.zh)
            for unit in questions.whereabouts(office.reader, "G1", period).breadcrumb
        ]
        for period in ("2024Q1", "2024Q2")
    }
    county = ("C1", "东县总工会")
    assert told == {
        "2024Q1": [county, ("T1", "东镇"), ("G1", "一厂")],
        "2024Q2": [county, ("T2", "西镇"), ("G1", "一总厂")],
    }
