"""How large a spreadsheet may be."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds within which a file is read; an administrator may change them."""

    file_bytes: int = 100 * MEBIBYTE
    unpacked_bytes: int = 2048 * MEBIBYTE
    """Of everything inside a workbook, which is a compressed archive."""
    content_bytes: int = 384 * MEBIBYTE
    """Of all cells as text: a text that stands in many cells is kept in each."""
    rows: int = 1_000_000
    """Below the header, blank ones at the end left out."""
    columns: int = 50
    text_characters: int = 50_000
    """A longer text is left out, the file is not refused."""
    classes: int = 600
