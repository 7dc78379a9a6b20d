"""Pages: each asks one question and lays out its answer."""
