"""Backups: log, tables and files of one moment, in a folder that says what must be in it."""
