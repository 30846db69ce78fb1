"""A local number is a number: what could be somebody's name, date of birth or social security number is refused."""

import re

from actionsteps.models import CASE_NUMBER, NO_NAME

BIRTH_DATE = re.compile(r"(0?[1-9]|1[0-2])([-/. ])(0?[1-9]|[12][0-9]|3[01])\2((19|20)?[0-9]{2})")
SOCIAL_SECURITY = re.compile(r"[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}")


def as_number(text: str) -> str:
    """A local number as it is stored: in capitals, with single blanks."""
    return " ".join(text.split()).upper()


def why_no_number(text: str) -> str:
    """The sentence that says what is wrong with a local number, as it was typed; empty where it is one."""
    plain = " ".join(text.split())
    if BIRTH_DATE.fullmatch(plain):
        return "This could be a date of birth. " + NO_NAME
    if SOCIAL_SECURITY.fullmatch(plain):
        return "This could be a social security number. " + NO_NAME
    return "" if re.fullmatch(CASE_NUMBER, as_number(plain)) else NO_NAME
