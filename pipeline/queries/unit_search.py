"""Units found by some of their words: a name, a former or other name, a confirmed alias, a code."""

from datetime import date

from pipeline.queries.answers import FoundUnit, FoundUnits
from pipeline.queries.nouns import Nouns, nouns
from pipeline.warehouse.reader import Reader

MOST = 12
"""Units that are listed; more words find fewer."""
LONGEST = 80
"""Characters that are read; no name is longer."""
WIDE = "".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000"
NARROW = "".join(map(chr, range(0x21, 0x7F))) + " "
"""Letters, digits and brackets as wide as a Chinese character, and as they are elsewhere."""
SAME = str.maketrans(WIDE, NARROW)
ON = """
select coalesce((select ends from time_window where period = $period limit 1),
                (select max(day) from unit_tree))
"""
FOUND = """
with said as (
    select unit, unit as said from org_unit
    union select unit, name_zh from org_unit
    union select unit, name_en from org_unit
    union select unit, unnest(from_json(aliases, '["varchar"]')) from org_unit
    union select body ->> 'unit', body ->> 'alias' from definition where kind = 'alias'
),
folded as (
    select unit, said,
           lower(case when regexp_matches(said, '[\uff01-\uff5e\u3000]')    -- few are
                      then translate(said, $wide, $narrow) else said end) as folded
    from said where said <> ''
),
named as (
    select unit, string_agg(folded, chr(10)) as texts, list(said order by said) as said,
           bool_or(folded = $text) as is_it, bool_or(starts_with(folded, $text)) as begins
    from folded group by unit
),
hit as (
    select * from named
    where list_bool_and([contains(texts, word) for word in $words::varchar[]])
),
version as (      -- the one of the day; of a unit that is not there then, the nearest
    select unit, parent, valid_from, valid_to, $day between valid_from and valid_to as is_open
    from org_unit
    qualify row_number() over (
        partition by unit order by is_open desc, abs(date_diff('day', valid_from, $day::date))
    ) = 1
)
select hit.unit, version.parent, version.valid_from, version.valid_to, hit.is_it, hit.said,
       count(*) over () as units
from hit
join version using (unit)
left join unit_tree as tree on tree.unit = hit.unit and tree.day = $day
order by hit.is_it desc, version.is_open desc, hit.begins desc, tree.depth nulls last, hit.unit
limit $most
"""


def find_units(
    reader: Reader, text: str, period: str | None = None, most: int = MOST
) -> FoundUnits:
    """Units of which all words of ``text`` stand in names, aliases or code, whatever their case
    and width; on the last day of a period, by default of the latest there is.

    Those that a text means exactly come first, then those in being on that day, superiors before
    those below. Without words nothing is found. Raises NotFound for a period nobody knows.
    """
    known = nouns(reader)
    if period:
        known.period(period)
    words = folded(text[:LONGEST]).split()
    ((day,),) = reader.rows(ON, {"period": period or None})
    if not words or day is None:
        return FoundUnits((), 0)
    rows = reader.rows(FOUND, {
        "words": words, "text": " ".join(words), "day": day, "most": most, "wide": WIDE,
        "narrow": NARROW,
    })  # fmt: skip
    found = tuple(unit_of(known, day, words, *row[:-1]) for row in rows)
    return FoundUnits(found, rows[0][-1] if rows else 0)


def unit_of(
    known: Nouns, day: date, words: list[str], code: str, parent: str | None, first: date,
    last: date, is_it: bool, said: list[str],
) -> FoundUnit:  # fmt: skip
    """One of them, with the text in which the words stand."""
    unit = known.unit(code, day)
    texts = (unit.name.zh, unit.name.en, code, *said)
    return FoundUnit(
        unit,
        known.who(parent, day) if parent else None,
        next((text for text in texts if all(word in folded(text) for word in words)), None),
        is_it,
        last if last < day else None,
        first if first > day else None,
    )


def folded(text: str) -> str:
    """Text as it is compared, here as in the database: width and case do not count."""
    return text.translate(SAME).lower()
