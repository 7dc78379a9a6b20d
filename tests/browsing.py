"""A browser tab that remembers what it asked for and what it complained about."""

from collections.abc import Iterator
from contextlib import contextmanager

WIDTH = 1366


@contextmanager
def profile(browser, origin: str) -> Iterator[object]:  # type: ignore[no-untyped-def]
    """One profile for all tabs on one origin, as a reader has.

    Its first tab stays open, so that the scripts of the others need not be compiled anew.
    """
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 900}, locale="zh-CN", reduced_motion="reduce"
    )
    context.set_default_timeout(60_000)
    Watched(context, origin).open("/overview")
    yield context
    context.close()


class Watched:
    """A tab on one origin."""

    def __init__(self, context, origin: str) -> None:  # type: ignore[no-untyped-def]
        self.origin = origin
        self.page = context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def heard(self, message) -> None:  # type: ignore[no-untyped-def]
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def open(self, address: str) -> None:
        self.page.goto(f"{self.origin}{address}")
        self.settle()

    @contextmanager
    def turning(self) -> Iterator[None]:
        """Lead to another page inside; go on when that page is drawn, not when it is asked for.

        What is read or typed in between meets the page before, or nothing.
        """
        shown = "document.querySelector('.app').dataset.address"
        before = self.page.evaluate(shown)
        yield
        self.page.wait_for_function(f"before => {shown} !== before", arg=before)

    def settle(self) -> None:
        self.page.wait_for_selector("main h1")
        self.page.wait_for_load_state("networkidle")
        if "indicator?" in self.page.url:
            self.page.wait_for_selector(".js-plotly-plot .main-svg")
