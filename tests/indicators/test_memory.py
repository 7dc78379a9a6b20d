"""Windows are valued in runs that fit into memory; how many go together changes no figure."""
