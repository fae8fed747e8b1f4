"""From an uploaded spreadsheet to a Parquet of examples, or to all that is wrong with it."""
