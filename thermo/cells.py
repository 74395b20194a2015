"""Names as data in spreadsheets: a text that a program would take for a formula is written as text."""

import re

FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.])")


def cell(value):
    """A cell of a CSV file: a text that begins like a formula gets the apostrophe that spreadsheets read as "text"."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def cells(row):
    """The cells of a row of a CSV file."""
    return [cell(value) for value in row]


def no_formulas(book):
    """Turn every formula of a workbook into the text it was written as: nothing here computes in the sheet."""
    for sheet in book:
        for row in sheet.iter_rows():
            for one in row:
                if one.data_type == "f":
                    one.data_type = "s"


def literal(sheet, value):
    """A cell for a write-only sheet that stays text where it is text."""
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    from openpyxl.cell import WriteOnlyCell

    one = WriteOnlyCell(sheet, value)
    one.data_type = "s"
    return one
