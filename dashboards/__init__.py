"""The dashboard: what the figures look like on a screen."""
