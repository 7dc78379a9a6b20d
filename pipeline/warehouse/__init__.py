"""The one door to DuckDB: one writer, versions, snapshots, read-only readers."""
