"""From spreadsheets to checked indicator figures for trade unions."""
