"""From a spreadsheet to examples."""
