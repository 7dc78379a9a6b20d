"""Selection: what the reader chose; an address in the browser and back.

Everything that decides what a page shows is in its address, so that a link reproduces the page.
"""

from dataclasses import dataclass, replace
from datetime import date
from unicodedata import category
from urllib.parse import parse_qs, urlencode, urlsplit

from pipeline.domain.noun import Language

DEFAULT_PAGE = "overview"
LONGEST = 8000
"""Characters of one parameter that are read; a query text is the longest thing in an address."""

PAGES: dict[str, tuple[str, ...]] = {
    "overview": ("plan", "compare"),
    "targets": ("plan", "compare"),
    "indicators": (),
    "indicator": ("indicator", "family", "segment", "plan"),
    "fact": ("fact", "document", "kind", "text"),
    "lapses": ("indicator",),
    "circular": ("plan",),
    "upload": (),
    "scorecard": (),
    "matrix": (),
    "reporting": ("form", "state", "reporter"),
    "history": ("form",),
    "findings": ("slug", "severity", "state", "periods"),
    "trace": ("indicator", "family", "segment", "span"),
    "restatements": (),
    "whatif": ("late", "reporter", "cell", "figure", "promise", "goal"),
    "sql": ("query", "sql", "values"),
}
"""Each page, and what can be chosen on it beside what is chosen everywhere."""
EVERYWHERE = ("unit", "period", "as_of", "tree")
"""What stays chosen from page to page, beside the language."""


@dataclass(frozen=True)
class Selection:
    """An address, read; empty text means that nothing was chosen."""

    page: str = DEFAULT_PAGE
    unit: str = ""
    period: str = ""
    language: Language = "zh"
    as_of: str = ""
    """A day (YYYY-MM-DD): only what was received by then counts."""
    tree: str = ""
    """``now``: today's tree over all periods."""
    plan: str = ""
    compare: str = ""
    """``year_before`` or ``period_before``: against what the figures of targets are told."""
    indicator: str = ""
    fact: str = ""
    document: str = ""
    """A source document, by the id of its first fact."""
    kind: str = ""
    text: str = ""
    """Words that stand in the facts that are listed."""
    family: str = ""
    segment: str = ""
    span: str = ""
    form: str = ""
    state: str = ""
    slug: str = ""
    severity: str = ""
    periods: str = ""
    """``all``: findings of every period, not of the chosen one alone."""
    query: str = ""
    sql: str = ""
    values: str = ""
    """The parameters of the query, as an address of their own: ``period=2024Q3&unit=AHX``."""
    late: str = ""
    """``yes``: late reporters are supposed to repeat their last report."""
    reporter: str = ""
    """The one unit whose reports are listed, or about which something is supposed."""
    cell: str = ""
    """``form.section.field`` of the reporter, supposed to say ``figure``."""
    figure: str = ""
    promise: str = ""
    """``plan/target``, supposed to be ``goal``."""
    goal: str = ""

    def change(self, **chosen: str) -> "Selection":
        """The same page with other choices."""
        return replace(self, **chosen)  # type: ignore[arg-type]

    def go(self, page: str, **chosen: str) -> "Selection":
        """Another page for what is chosen everywhere; what else was chosen is left."""
        stay = Selection(
            page, self.unit, self.period, self.language, as_of=self.as_of, tree=self.tree
        )
        return replace(stay, **chosen)  # type: ignore[arg-type]

    def href(self) -> str:
        """The address of this selection."""
        names = (*EVERYWHERE, *PAGES[self.page])
        chosen = {name: text for name in names if (text := getattr(self, name))}
        if self.language != "zh":
            chosen["lang"] = self.language
        return f"/{self.page}?{urlencode(chosen)}" if chosen else f"/{self.page}"


def parse(pathname: str | None, search: str | None) -> Selection:
    """Read an address. Rubbish is read as nothing chosen; an unknown page as the overview."""
    page = (pathname or "").strip("/")
    given = parse_qs((search or "").lstrip("?"), errors="replace", max_num_fields=None)
    allowed = (*EVERYWHERE, *PAGES.get(page, ()))
    chosen = {name: clean(given[name][0]) for name in allowed if name in given}
    chosen = {name: text for name, text in chosen.items() if makes_sense(name, text)}
    language: Language = "en" if given.get("lang", [""])[0] == "en" else "zh"
    return Selection(page=page if page in PAGES else DEFAULT_PAGE, language=language, **chosen)


def parse_whole(address: str) -> Selection:
    """Read path and choices of one address."""
    parts = urlsplit(address)
    return parse(parts.path, parts.query)


def is_known(pathname: str | None) -> bool:
    """Whether an address names a page; the bare one is the first page's."""
    return (pathname or "").strip("/") in ("", *PAGES)


def makes_sense(name: str, text: str) -> bool:
    """Whether a day is a day, and a tree, a comparison or a reach one of those there are."""
    if name == "as_of":
        return day_of(text) is not None
    if name == "compare":
        return text in ("year_before", "period_before")
    if name == "periods":
        return text == "all"
    return name != "tree" or text == "now"


def day_of(text: str) -> date | None:
    """A day of an address; None for rubbish."""
    try:
        return date.fromisoformat(text) if len(text) == len("2024-01-01") else None
    except ValueError:
        return None


def clean(text: str) -> str:
    """Drop control characters (line ends and wide blanks stay: a query has them), and a text that
    is too long: cut, it would ask something else."""
    if len(text) > LONGEST:
        return ""
    return "".join(c for c in text if c.isprintable() or c in "\n\t" or category(c) == "Zs").strip()
