"""Measurements of how fast the product does its work."""
