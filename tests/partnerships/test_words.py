"""An agreement's own words within sentences."""

import pytest
from django.core.exceptions import ValidationError

from partnerships.models import Edition, EditionWords, Word
from tests import factories as make


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("item", "an item"),
        ("goal", "a goal"),
        ("area", "an area"),
        ("unit", "a unit"),
        ("understanding", "an understanding"),
        ("hour", "an hour"),
    ],
)
def test_a_word_has_its_article(word, said):
    assert Word(word, f"{word}s").a == said


def test_a_word_is_counted():
    word = Word("criterion", "criteria")
    assert [word.counted(number) for number in (0, 1, 2)] == ["0 criteria", "1 criterion", "2 criteria"]


def test_an_edition_says_its_own_words():
    edition = Edition(item_word="goal", item_words="goals")
    assert edition.words == EditionWords(item=Word("goal", "goals"))
    assert str(edition.words.cycle) == "school year"


@pytest.mark.parametrize(("word", "said"), [("review", "review"), ("cycle", "cycle"), ("half year", "cycle")])
def test_a_cycle_has_the_word_of_the_agreement_unless_that_names_a_kind_of_period(word, said):
    assert EditionWords(cycle=Word(word, f"{word}s")).round == Word(said, f"{said}s")


@pytest.mark.django_db
def test_a_word_is_refused_with_a_sentence():
    with pytest.raises(ValidationError, match="Use lower-case letters"):
        Edition(
            agreement=make.make_agreement(), scale=make.make_scale(), label="x", item_word="Goal"
        ).full_clean()
