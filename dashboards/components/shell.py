"""The frame of every page: rail, breadcrumb, selection bar, banner, footer."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash import html

from dashboards.components.parts import Children, aria, data, link
from dashboards.components.unit_finder import finder
from dashboards.selection import Selection
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import Choices, PeriodRef, Snapshot, UnitRef

RAIL = (
    ("nav.results", ("overview", "targets", "scorecard", "matrix", "indicators", "lapses")),
    ("nav.collect", ("upload", "reporting", "findings")),
    ("nav.use", ("circular", "trace", "restatements", "whatif", "sql")),
)
PART_OF = {"indicator": "indicators", "fact": "indicators", "history": "reporting"}
"""Pages that are reached from another one, which the rail marks instead."""


@dataclass(frozen=True)
class Page:
    """What a page hands to its frame."""

    title: str
    breadcrumb: tuple[UnitRef, ...]
    main: tuple[Part, ...]
    tail: tuple[tuple[str, str], ...] = ()
    """Where one is below the unit: words and addresses."""
    extra: Children = None
    """Choices of this page alone, in the selection bar."""
    elapsed: Decimal | None = None
    of_all_units: bool = False
    """Whether the page speaks of the whole publication and not of one unit."""
    on_rail: bool = True
    """Whether it is one of the pages that the rail lists, or is reached from one of them."""


SHOWN = "shown"
"""The page as it is drawn: its ``data-address`` is whole where the reader's names no unit."""


def frame(page: Page, choices: Choices, snapshot: Snapshot | None, view: View) -> html.Div:
    """A whole page."""
    unit = page.breadcrumb[-1] if page.breadcrumb else None
    everything = page.of_all_units and snapshot is not None and snapshot.generated_data
    generated = everything or any(u.generated for u in page.breadcrumb)
    content = [
        unanswered(view),
        newer(snapshot, view) if snapshot else None,
        html.Header([top(page, choices, view), bar(page, choices, view)]),
        banner(view) if generated else None,
        other_world(snapshot, view) if snapshot else None,
        html.Main(list(page.main), id="main", tabIndex="-1"),
        footer(snapshot, view) if snapshot else None,
    ]
    number = str(snapshot.number) if snapshot else ""
    name = view.text(unit.name) if unit else ""
    title = " · ".join(word for word in (page.title, name, "unionkpi") if word)
    return html.Div(
        [
            html.A(view.say("nav.skip"), href="#main", className="skip"),
            rail(view, view.selection.page if page.on_rail else None),
            html.Div([piece for piece in content if piece is not None]),
        ],
        id=SHOWN,
        className="app",
        lang="zh-CN" if view.language == "zh" else "en",
        **data(title=title, address=view.selection.href(), publication=number),
    )


def unanswered(view: View) -> html.P:
    """The place where ``assets/js/answering.js`` says that none came, or could be made."""
    told = data(stopped=view.say("page.stopped"), failed=view.say("page.not_done"))
    return html.P("", id="unanswered", className="unanswered", hidden=True, role="alert", **told)


def newer(snapshot: Snapshot, view: View) -> html.P:
    """Said by ``assets/js/navigation.js`` where the page before was of an older publication."""
    said = view.say("page.newer", number=view.whole(snapshot.number),
                    moment=view.moment(snapshot.published_at))  # fmt: skip
    return html.P(said, id="newer", className="generated", hidden=True, role="status")


def rail(view: View, shown: str | None) -> html.Nav:
    """The navigation at the left; it marks the page that is shown."""
    brand = [html.Span("unionkpi"), html.Small(view.say("page.product"))]
    pieces: list[Part] = [link(brand, view.to_page("overview"), "brand")]
    for title, pages in RAIL:
        pieces.append(html.H2(view.say(title)))
        pieces.append(html.Ul([html.Li(rail_link(page, shown, view)) for page in pages]))
    return html.Nav(pieces, className="rail", **aria(label=view.say("page.navigation")))


def rail_link(page: str, shown: str | None, view: View) -> html.A:
    """One page of the rail."""
    is_it = page in (shown, PART_OF.get(shown or ""))
    return link(view.say(f"page.{page}"), view.to_page(page), current=is_it)


def top(page: Page, choices: Choices, view: View) -> html.Div:
    """Where one is, where else one may go, and what can be done with the page."""
    pieces: list[Part] = [breadcrumb(page, choices, view)]
    if page.breadcrumb:
        pieces.append(finder(view))
    return html.Div([*pieces, actions(view)], className="top")


def breadcrumb(page: Page, choices: Choices, view: View) -> html.Nav:
    """From the top unit down to the one shown, then its children to choose from."""
    items: list[html.Li] = []
    for unit in page.breadcrumb[:-1]:
        above = view.text(unit.name)
        items.append(html.Li(link(above, view.to_unit(unit.code), title=above), className="above"))
    if page.breadcrumb:
        here = view.text(page.breadcrumb[-1].name)
        name: Part = html.B(here, title=here)
        if page.tail:
            name = link(here, view.to_page("overview"), title=here)
        items.append(html.Li([name, *below(choices.children, view)], className="here"))
    items += [html.Li(link(word, href, title=word)) for word, href in page.tail[:-1]]
    items += [html.Li(html.B(word, title=word)) for word, _ in page.tail[-1:]]
    return html.Nav(
        html.Ol(items, className="crumbs"), className="where",
        **aria(label=view.say("select.unit")),
    )  # fmt: skip


def below(children: Sequence[UnitRef], view: View) -> list[Part]:
    """The units below, to go down to."""
    if not children:
        return []
    title = view.say("select.below", count=view.whole(len(children)))
    options = [(view.text(u.name), view.to_unit(u.code), False) for u in children]
    return [choose(title, [(title, "", True), *options], "below")]


def choose(label: str, options: Sequence[tuple[str, str, bool]], style: str = "") -> html.Select:
    """A list of addresses under their words; the browser's own, so keys and readers know it."""
    return html.Select(
        [html.Option(word, value=href, selected=chosen) for word, href, chosen in options],
        key=next((f"{word} {href}" for word, href, chosen in options if chosen), label),
        className=f"go {style}".strip(),
        **aria(label=label),
    )


def actions(view: View) -> html.Div:
    """Print, copy the address, switch the language."""
    return html.Div(
        [
            act("print", view.say("action.print"), view),
            act("address", view.say("action.copy_link"), view),
            html.Span(
                [language("中文", "zh", view), language("English", "en", view)],
                className="languages",
            ),
        ],
        className="actions",
    )


def act(action: str, word: str, view: View, style: str = "plain", **more: str) -> html.Button:
    """A button that ``assets/js/navigation.js`` serves in the browser."""
    told = data(action=action, done=view.say("page.copied"), **more)
    return html.Button(word, className=style, type="button", **told)


def language(word: str, code: str, view: View) -> Part:
    """One of the two languages; the other one keeps everything that was chosen."""
    if view.language == code:
        return html.B(word, lang=code)
    return link(word, view.selection.change(language=code).href(), lang=code)


def bar(page: Page, choices: Choices, view: View) -> html.Div:
    """What was chosen beside the unit."""
    pieces: list[Part] = []
    if choices.periods:
        pieces += [period_choice(choices, view), *world_choices(choices.periods, view)]
    if page.extra is not None:
        pieces += [page.extra] if not isinstance(page.extra, Sequence) else list(page.extra)
    if page.elapsed is not None:
        pieces.append(elapsed(page.elapsed, view))
    return html.Div(pieces, className="bar")


def period_choice(choices: Choices, view: View) -> html.Span:
    """The periods there are; the one shown is among them even if the unit owes nothing then.

    First those of which nothing counts yet, marked as such.
    """
    here: Selection = view.selection
    offered = [(view.say("select.coming", period=view.period(p)), p.code) for p in choices.coming]
    offered += [(view.period(p), p.code) for p in choices.periods]
    if here.period not in [code for _, code in offered]:
        offered.insert(0, (here.period, here.period))
    options = [(w, here.change(period=code).href(), code == here.period) for w, code in offered]
    label = view.say("select.period")
    return choice(label, choose(label, options))


DAYS_OFFERED = 8


def world_choices(periods: Sequence[PeriodRef], view: View) -> list[Part]:
    """As of which day, and by which tree; the address takes any day."""
    here = view.selection
    latest = view.say("select.latest")
    days = sorted({*ends_of(periods), here.as_of} - {""}, reverse=True)
    options = [(day or latest, here.change(as_of=day).href(), day == here.as_of)
               for day in ("", *days)]  # fmt: skip
    as_of = view.say("select.as_of")
    trees = [(view.say(f"select.tree_{tree or 'then'}"), here.change(tree=tree).href(),
              tree == here.tree) for tree in ("", "now")]  # fmt: skip
    return [choice(as_of, choose(as_of, options)), segments(view.say("select.tree"), trees)]


def ends_of(periods: Sequence[PeriodRef]) -> list[str]:
    """The last days of the newest periods, as addresses write them."""
    ends = dict.fromkeys(period.end.isoformat() for period in periods)
    return list(ends)[:DAYS_OFFERED]


def choice(label: str, control: Part) -> html.Span:
    """A choice with its name before it."""
    return html.Span([html.Span(label, className="of"), control], className="choice")


def segments(label: str, options: Sequence[tuple[str, str, bool]]) -> html.Span:
    """A choice between a few, all in sight."""
    links = [link(word, href, current=chosen) for word, href, chosen in options]
    group = html.Span(links, className="segments", role="group", **aria(label=label))
    return choice(label, group)


def elapsed(percent: Decimal, view: View) -> html.Span:
    """How much of the plan's year has passed."""
    line = html.Span(html.I(style={"width": f"{percent:.2f}%"}), className="line")
    words: list[Part] = [view.say("select.elapsed"), " ", html.B(view.percent(percent))]
    return html.Span([line, html.Span(words)], className="elapsed")


def banner(view: View) -> html.Div:
    """Figures made by a program say so on every page that shows them."""
    return html.Div(
        [html.B(view.say("page.generated")), view.say("page.generated_note")],
        className="generated", role="note",
    )  # fmt: skip


def other_world(snapshot: Snapshot, view: View) -> html.Div | None:
    """Figures that are not the latest published ones say so, and how to get back."""
    said: list[Part] = []
    if snapshot.as_of:
        said.append(html.B(view.say("world.as_of", day=view.record_day(snapshot.as_of))))
    if snapshot.tree == "now":
        said.append(html.B(view.say("world.tree_now")))
    if not said:
        return None
    back = link(view.say("world.back"), view.selection.change(as_of="", tree="").href())
    return html.Div([*said, back], className="generated world", role="note")


def footer(snapshot: Snapshot, view: View) -> html.Footer:
    """Which publication the figures come from."""
    said = view.say(
        "page.publication",
        number=view.whole(snapshot.number),
        moment=view.moment(snapshot.published_at),
    )
    whose = snapshot.extract_of
    part = view.say("page.extract", unit=view.text(whose.name)) if whose else None
    told = (said, part, view.say("page.absent_is_not_zero"))
    return html.Footer([html.Span(text) for text in told if text])
