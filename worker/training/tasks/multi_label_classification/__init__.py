"""Several labels for each text, each of them found or not."""
