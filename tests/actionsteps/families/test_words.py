import re
from dataclasses import asdict

from actionsteps.families.words import ENGLISH, SPANISH


def places_in(words):
    """The names and figures that stand in each sentence."""
    return {
        name: sorted(re.findall(r"\{\w+\}|%\(\w+\)d", said) if isinstance(said, str) else said)
        for name, said in asdict(words).items()
    }


def test_both_languages_say_as_much_with_the_same_names():
    assert places_in(ENGLISH) == places_in(SPANISH)
    assert not any(said == "" for name, said in asdict(SPANISH).items())
    assert (ENGLISH.other_language, SPANISH.other_language) == (SPANISH.language, ENGLISH.language)
