"""What the sender gets back: the own workbook with its problems marked, a page, and JSON."""
