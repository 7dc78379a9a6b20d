"""Status signs, badges and bullet bars as SVG inside the page: nothing depends on a font."""

from decimal import Decimal

from pipeline.domain.status import Status
from pipeline.queries.answers import TargetRow
from pipeline.reports.marks import BAND, INK, LINE_2, PAPER, SIGNS, look
from pipeline.reports.markup import Markup, content, el
from pipeline.reports.targets import completion, why_no_bar
from pipeline.reports.words import Words
from pipeline.wording.statuses import css_class

FULL, WIDE, HIGH = 125, 250, 22


def sign(status: Status) -> Markup:
    """A status's sign, in the colour of the text around it."""
    pieces = []
    for stroke in SIGNS[status]:
        fill = "currentColor" if stroke.filled else "none"
        if stroke.kind == "ring":
            (x, y), (radius, _) = stroke.points
            pieces.append(el("circle", cx=f"{x:g}", cy=f"{y:g}", r=f"{radius:g}", fill="none"))
            continue
        points = " ".join(f"{x:g},{y:g}" for x, y in stroke.points)
        tag = "polyline" if stroke.kind == "line" else "polygon"
        pieces.append(el(tag, points=points, fill=fill))
    return el(
        "svg", pieces, class_="sign", viewBox="0 0 12 12", stroke="currentColor",
        stroke_width="1.6", aria_hidden="true",
    )  # fmt: skip


def badge(status: Status | None, words: Words) -> Markup:
    """Sign and word; a target that is not judged has a dash."""
    if status is None:
        return el("span", "—", class_="badge status-none")
    return el("span", sign(status), words.status(status), class_=f"badge {css_class(status)}")


def bullet(row: TargetRow, words: Words) -> Markup:
    """Band to the target, bar, tick of the schedule; or why there is none."""
    done = completion(row)
    if done is None:
        return el("span", words.say(why_no_bar(row)), class_="note")
    label = words.say("page.bullet_label", completion=words.percent(done),
                      due=words.percent(row.due))  # fmt: skip
    pieces = [
        box(0, 3, at(100), 16, BAND),
        box(0, 7, at(done), 8, look(row.status).ink),
        box(at(100) - 1, 3, 2, 16, LINE_2),
    ]
    if row.due is not None:
        pieces += [box(at(row.due) - 5, 1, 10, 20, PAPER), box(at(row.due) - 2.5, 1, 5, 20, INK)]
    return el(
        "svg", content(pieces), class_="bullet", viewBox=f"0 0 {WIDE} {HIGH}", role="img",
        preserveAspectRatio="none", aria_label=label,
    )  # fmt: skip


def at(value: Decimal | int) -> float:
    """Where a percentage of the way stands."""
    return WIDE * min(max(float(value), 0.0), float(FULL)) / FULL


def box(x: float, y: float, width: float, height: float, fill: str) -> Markup:
    """A rectangle."""
    wide, high = f"{width:.1f}", f"{height:g}"
    return el("rect", x=f"{x:.1f}", y=f"{y:g}", width=wide, height=high, fill=fill)


def strip(statuses: tuple[tuple[Status, int], ...], words: Words) -> Markup:
    """How many targets have which status, worst first: sign, number, word."""
    pieces = [
        el("span", sign(status), el("b", words.whole(count)), " ", words.status(status),
           class_=f"count ink-{css_class(status)}")
        for status, count in statuses if count
    ]  # fmt: skip
    return content(pieces) if pieces else el("span", words.say("page.no_targets_of_own"),
                                             class_="note")  # fmt: skip
