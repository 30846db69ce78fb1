"""The fixed phrases in Spanish."""

import re
from pathlib import Path

from reports.spanish import PHRASES

IN_TEMPLATES = re.compile(r"""{%\s*phrase\s+["']([^"']+)["']""")
IN_PYTHON = re.compile(r"""\bphrase\(\s*"([^"]+)"\s*\)""")


def asked_for():
    for folder, ending, pattern in (("templates", "*.html", IN_TEMPLATES), ("reports", "*.py", IN_PYTHON)):
        for file in Path(folder).rglob(ending):
            yield from ((file, phrase) for phrase in pattern.findall(file.read_text()))


def test_every_phrase_has_its_spanish():
    assert [(str(file), phrase) for file, phrase in asked_for() if phrase not in PHRASES] == []


def test_a_phrase_names_the_same_things_in_both_languages():
    for english, spanish in PHRASES.items():
        assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", spanish)), english
