"""Workbooks of Excel 2007 and later, read straight into columns; the unusual is left to others."""

from api.datasets.formats.openxml.sheet import Sheet as Sheet
from api.datasets.formats.openxml.workbook import Workbook as Workbook
