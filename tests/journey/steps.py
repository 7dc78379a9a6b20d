"""One way through the product: files in, findings out, corrected files in, figures compared."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.sample.manifest import Manifest
from pipeline.sample.writing import CORRECTED, INBOX
from pipeline.warehouse.reader import Reader

CONFIG = Path(__file__).parents[2] / "config"
Figure = tuple[Decimal | None, Decimal | None]
Figures = dict[tuple[str, str, str, str], Figure]
"""(indicator, unit, period, span) → numerator, denominator."""
Found = tuple[str, str | None, str | None, str]
"""file, sheet, cell, slug."""

DEPEND_ON_THE_DAY = {"late-submission", "changed-after-deadline", "resubmission"}
"""Follow from when a report came; not mistakes in a file."""
DEPEND_ON_HISTORY = {"stock-flow-gap"}
"""Remarks, not mistakes: compared on their own."""

FIGURES = """
select indicator, unit, period, span, numerator, denominator
from indicator_value where segment = '' and family = $family and indicator in $names
"""


@dataclass(frozen=True)
class County:
    """A generated county: its folder, its manifest, and the definitions it goes with."""

    folder: Path
    manifest: Manifest
    catalogue: Catalogue

    @property
    def config(self) -> list[Path]:
        """The definitions of the product and of the county."""
        return [CONFIG, self.folder / "config"]

    def files(self, folder: str) -> list[Path]:
        """All files of the inbox, or all corrected ones, in the order of their names."""
        return sorted((self.folder / folder).rglob("*.xlsx"))

    def ingest(self, paths: list[Path], data: Path) -> run.Ingestion:
        """Hand files in; a data folder is made where there is none."""
        data.mkdir(parents=True, exist_ok=True)
        return run.ingest(paths, self.config, data, by_file_time=True)

    def figures(self, data: Path) -> Figures:
        """Return the published sums of every indicator the truth knows, and of timeliness."""
        names: dict[str, list[str]] = {}
        for indicator in {"reporting_timeliness_rate", *(key[1] for key in self.manifest.truth)}:
            family = self.catalogue.indicators[indicator].family or "default"
            names.setdefault(family, []).append(indicator)
        reader, found = Reader(data), {}
        for family, indicators in names.items():
            for *key, top, bottom in reader.rows(FIGURES, {"family": family, "names": indicators}):
                found[tuple(key)] = (exact(top), exact(bottom))
        return found

    def truth(self, variant: str) -> Figures:
        """Return the generator's own sums; only what accumulates is shown for the year so far."""
        return {
            key[1:]: sums
            for key, sums in self.manifest.truth.items()
            if key[0] == variant
            and (key[4] == "period" or self.catalogue.indicators[key[1]].accumulates)
        }

    def mistakes(self) -> set[Found]:
        """Return every finding that a deliberate mistake must give."""
        return {
            (Path(mistake.file).name, e.sheet, e.cell, e.slug)
            for mistake in self.manifest.mistakes
            for e in mistake.findings
        }


def exact(value: object) -> Decimal | None:
    """Return a number as it is stored, without a float in between."""
    return None if value is None else Decimal(str(value))


def found_in(ingestion: run.Ingestion) -> list[Found]:
    """Return every finding of an import, also repeated ones."""
    return [
        (Path(file.file).name, f.place.sheet, f.place.cell, f.slug)
        for file in ingestion.files
        for f in file.findings
    ]


def differing(
    figures: Figures, truth: Figures
) -> dict[tuple[str, str, str, str], tuple[object, object]]:
    """Return every true figure that was published otherwise: published, true."""
    nothing: Figure = (None, None)
    return {
        key: (figures.get(key, nothing), sums)
        for key, sums in truth.items()
        if figures.get(key, nothing) != sums
    }


__all__ = ["CORRECTED", "INBOX", "County", "differing", "found_in"]
