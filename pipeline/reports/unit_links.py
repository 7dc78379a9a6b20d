"""Units named in a page: links to those whose own page lies in the same folder.

Addresses are relative, so that a folder works wherever it is copied, without network or script.
"""

from pipeline.queries.answers import UnitRef
from pipeline.reports.markup import Markup, el
from pipeline.reports.pack import Pack
from pipeline.reports.words import Words


def unit_name(unit: UnitRef, pack: Pack, words: Words) -> Markup | str:
    """The unit's name, a link where it has a page beside this one."""
    name, address = words.text(unit.name), pack.beside.get(unit.code)
    if address is None or unit.code == pack.overview.unit.code:
        return name
    return el("a", name, href=address)


def way_up(pack: Pack, words: Words) -> Markup | None:
    """The superiors reported on beside this unit, from the top down to it; nothing at the top."""
    above = [unit for unit in pack.overview.breadcrumb[:-1] if unit.code in pack.beside]
    if not above:
        return None
    steps = [piece for unit in above for piece in (unit_name(unit, pack, words), " › ")]
    here = el("span", words.text(pack.overview.unit.name), aria_current="page")
    return el("nav", *steps, here, class_="up", aria_label=words.say("select.unit"))
