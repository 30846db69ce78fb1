import csv
from io import StringIO

import pytest

from core.csv_files import as_csv, without_guard

TEXTS = ["=1+1", "+1", "-448.98%", "@SUM(A1)", "\tx", "“yes”, twice\nor so", "'quoted"]


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_is_a_formula_and_each_comes_back_as_it_was(text):
    ((found,),) = csv.reader(StringIO(as_csv([[text]]).removeprefix("\ufeff"), newline=""))
    assert not found.startswith(("=", "+", "-", "@", "\t"))
    assert without_guard(found) == text
