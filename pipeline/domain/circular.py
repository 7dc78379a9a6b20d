"""Circular: what frames the text of a circular when it is issued (GB/T 9704)."""

from pipeline.domain.noun import Bilingual, Noun

YEAR, NUMBER = "{year}", "{number}"
IN_A_NUMBER = (YEAR, NUMBER)
"""What a pattern of numbers is filled with: the year of the day of issue, the running number."""
IN_A_TITLE = ("{unit}", "{period}", "{issuer}")
"""What a pattern of titles is filled with."""


class Letterhead(Noun):
    """Number, title, addressees, issuer, copies and printer of a circular.

    What is not said is not printed; without ``issuer`` the unit itself signs, without ``title``
    the circular has its usual one. ``number``: a pattern such as ``某工发〔{year}〕{number}号``;
    ``title`` may have ``{unit}``, ``{period}`` and ``{issuer}``. ``to``, ``copies``: offices and
    unions, never persons. ``printed_by``: the office named in the printing line.
    """

    number: str | None = None
    title: Bilingual | None = None
    to: tuple[Bilingual, ...] | None = None
    issuer: Bilingual | None = None
    copies: tuple[Bilingual, ...] | None = None
    printed_by: Bilingual | None = None

    def replaced_by(self, other: "Letterhead") -> "Letterhead":
        """The same, each part replaced that ``other`` says; an empty list takes one away."""
        said = {name: getattr(other, name) for name in Letterhead.model_fields}
        kept = {name: getattr(self, name) for name in Letterhead.model_fields}
        return Letterhead(**kept | {name: part for name, part in said.items() if part is not None})


class Circular(Letterhead):
    """``circular`` of ``product.yml``: for every unit, and what is otherwise for some.

    ``units``: code → what replaces the above for that unit, part by part.
    """

    units: dict[str, Letterhead] = {}

    def of(self, unit: str) -> Letterhead:
        """What holds for a unit."""
        return self.replaced_by(self.units.get(unit, Letterhead()))
