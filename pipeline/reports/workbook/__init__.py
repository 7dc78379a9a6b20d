"""The report as an Excel workbook with native charts."""
