"""A class is known by its name: whoever reads it, or searches for it, finds one."""

import ast
from collections import Counter

import pytest
from django.conf import settings

DJANGOS_OWN = {"Command", "Migration"}
"""Django asks for these names, in many files."""


@pytest.mark.slow
def test_no_two_classes_have_one_name():
    packages = (found.parent for found in settings.BASE_DIR.glob("*/__init__.py"))
    folders = [folder for folder in packages if folder.name not in ("tests", "bench")]
    names = Counter(
        node.name
        for folder in folders
        for path in folder.rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    )
    assert len(names) > 500
    assert {name for name, count in names.items() if count > 1} - DJANGOS_OWN == set()
