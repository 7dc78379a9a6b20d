"""Figures that are no longer what a freeze keeps, each as it was and as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.indicator import Indicator
from pipeline.indicators.scorecards import exact
from pipeline.queries.answers import Terms
from pipeline.queries.nouns import Nouns
from pipeline.queries.values import is_ratio
from pipeline.warehouse.reader import Reader

CHANGED = """
with old as (from read_parquet($figures)),
fresh as (
    select indicator, family, segment, unit, span, numerator, denominator
    from indicator_value
    where period = $period and unit in (select unit from read_parquet($tree))
      and indicator in (select indicator from read_parquet($definitions))
)
select indicator, family, segment, unit, span, old.numerator, old.denominator,
       fresh.numerator, fresh.denominator
from old full join fresh using (indicator, family, segment, unit, span)
where (old.numerator, old.denominator) is distinct from (fresh.numerator, fresh.denominator)
order by indicator, family, segment, unit, span desc
"""


@dataclass(frozen=True)
class Changed:
    """A figure that is another, or the same rate of other sums."""

    indicator: Indicator
    family: str
    segment: str
    unit: str
    span: str
    old: Decimal | None
    new: Decimal | None
    old_terms: Terms | None
    new_terms: Terms | None

    @property
    def apart(self) -> tuple[Decimal, Decimal] | None:
        """The two values, where they must not read alike."""
        if self.old is None or self.new is None or self.old == self.new:
            return None
        return self.old, self.new


def changed_figures(
    reader: Reader, known: Nouns, files: Mapping[str, object], period: str
) -> list[Changed]:
    """Every figure of a period that differs from the frozen one; none that has no value in both,
    as a rate of nothing: nothing was said of it, nor is now."""
    found = []
    for name, family, segment, unit, span, *sums in reader.rows(
        CHANGED, {**files, "period": period}
    ):
        indicator = known.indicators.get(name)
        if indicator is None:
            continue
        ratio = is_ratio(indicator, family)
        old, new = (exact(sums[at], sums[at + 1], indicator.scale, ratio) for at in (0, 2))
        if old is None and new is None:
            continue
        terms = [Terms(sums[at], sums[at + 1]) if ratio else None for at in (0, 2)]
        found.append(Changed(indicator, family, segment, unit, span, old, new, *terms))
    return found
