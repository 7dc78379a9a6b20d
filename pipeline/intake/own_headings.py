"""How certain senders head their columns, where an office has confirmed what they mean."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.domain.confirmation import ColumnSynonym
from pipeline.intake.labels import plain
from pipeline.intake.section_guide import SectionGuide


class OwnHeadings:
    """Guides that know a sender's own headings as well; nobody else's sheets are read by them."""

    def __init__(self, synonyms: Iterable[ColumnSynonym]) -> None:
        self.of: dict[tuple[str, str], dict[str, list[ColumnSynonym]]] = {}
        for one in synonyms:
            self.of.setdefault((one.form, one.section), {}).setdefault(one.sender, []).append(one)
        self.guides: dict[tuple[str, ...], SectionGuide] = {}

    def guide(self, guide: SectionGuide, *senders: str | None) -> SectionGuide:
        """The guide for a sheet of these senders: the unit it is of, who handed it in."""
        known = self.of.get((guide.form.id, guide.section_id))
        own = sorted({s for s in senders if s and s in known}) if known else []
        if not known or not own:
            return guide
        key = (guide.form.id, guide.section_id, *own)
        if key not in self.guides:
            said = {plain(one.label): one for sender in own for one in known[sender]}
            new = {label: one for label, one in said.items() if label not in guide.labels}
            labels = guide.labels | {label: one.field for label, one in new.items()}
            self.guides[key] = replace(guide, labels=labels, synonyms=new, layouts={})
        return self.guides[key]
