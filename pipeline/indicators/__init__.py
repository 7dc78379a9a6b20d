"""Definitions → relational plan → values, targets, pace, status."""
