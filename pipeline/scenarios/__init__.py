"""Alternative worlds: the published facts with altered inputs, computed by the same engine."""
