from datetime import date

import pytest

from actionsteps.families.forms import is_nothing_but_links
from actionsteps.families.privacy import HintKind, hints_in

TODAY = date(2026, 11, 26)


def found(text):
    return [(hint.kind, hint.words) for hint in hints_in(text, TODAY)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Call me: 314-555-0100.", HintKind.PHONE, "314-555-0100"),
        ("Mi teléfono es (314) 555 0100", HintKind.PHONE, "(314) 555 0100"),
        ("+1 314.555.0100 after five", HintKind.PHONE, "+1 314.555.0100"),
        ("3145550100", HintKind.PHONE, "3145550100"),
        ("His number is 123-45-6789", HintKind.SECURITY, "123-45-6789"),
        ("SSN 123 45 6789", HintKind.SECURITY, "123 45 6789"),
        ("Seguro social 123\u201345\u20136789", HintKind.SECURITY, "123-45-6789"),
        ("My son Daniel, 3/4/2015, waits", HintKind.BIRTH, "3/4/2015"),
        ("Ana Pérez (2015-03-04) waits", HintKind.BIRTH, "2015-03-04"),
        ("My child was born on March 4th, 2015", HintKind.BIRTH, "March 4th, 2015"),
        ("mi hija nació el 4 de marzo de 2015", HintKind.BIRTH, "4 de marzo de 2015"),
        ("DOB 3/4/15", HintKind.BIRTH, "3/4/15"),
    ],
)
def test_what_seems_to_tell_who_a_student_is_is_found(text, kind, words):
    assert found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "The bus was late six times in October 2026.",
        "We met on September 27, 2024 with the School District.",
        "On 9/14/2026 Ms. Doe called us.",
        "We have 1,234 pupils in 12 schools, ZIP 63105-1234.",
        "Item 3.1.2 of the agreement of 2023-2024",
        "My child is 9 years old.",
        "",
    ],
)
def test_other_numbers_and_days_are_let_be(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "is_nothing"),
    [
        ("https://example.org/a?b=c", True),
        ("www.example.org, example.com/x\nhttp://example.net !!! 123", True),
        ("(https://example.org) [https://example.org]", True),
        ("See https://example.org", False),
        ("The bus is late", False),
        ("Está bien.", False),
    ],
)
def test_nothing_but_links_is_told_from_words(text, is_nothing):
    assert is_nothing_but_links(text) == is_nothing
