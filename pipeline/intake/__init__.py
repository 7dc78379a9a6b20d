"""Bytes → archived file → sheets → cells → typed rows with coordinates; reads, never judges."""
