"""Components: pure functions from answers to elements of a page."""
