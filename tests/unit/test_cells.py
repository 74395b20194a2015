"""Names are data: no text becomes a formula in a workbook or a CSV file."""

import pytest
from openpyxl import Workbook, load_workbook

from thermo.cells import cell, literal, no_formulas

HOSTILE = ["=cmd|' /C calc'!A0", "=1+1", "@SUM(A1)", "+cmd", "-cmd|x", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_cells_are_text(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["air", "a=b", "-5 degC", "+3", "-.5 K", -5.0, None, True, 12])
def test_what_is_no_formula_stays(value):
    assert cell(value) is value


@pytest.mark.parametrize("alone", [True, False])
def test_workbooks_hold_no_formula(tmp_path, alone):
    book = Workbook(write_only=alone)
    sheet = book.create_sheet("s") if alone else book.active
    sheet.append([literal(sheet, text) if alone else text for text in HOSTILE[:5]])
    if not alone:
        no_formulas(book)
    book.save(tmp_path / "b.xlsx")
    (row,) = load_workbook(tmp_path / "b.xlsx").active.iter_rows()
    assert [(c.value, c.data_type) for c in row] == [(text, "s") for text in HOSTILE[:5]]
