import pytest

from reports.models import Translation
from reports.templatetags.said import said
from reports.translating import Spoken, translations_for
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return make.make_partnership()


def translate(partnership, place, original, text, *, shared=False):
    return Translation.objects.create(
        agreement=partnership.agreement,
        partnership=None if shared else partnership,
        language="es",
        place=place,
        original=original,
        text=text,
    )


def test_a_translated_text_is_said_in_its_language(partnership):
    translate(partnership, "strength:1", "Staffing", "Personal")
    assert translations_for(partnership, "es").say("strength:1", "Staffing") == Spoken("Personal", "es")
    assert translations_for(partnership, "en").say("strength:1", "Staffing") == Spoken("Staffing", "en")


def test_a_translation_of_a_former_text_is_not_said(partnership):
    translate(partnership, "strength:1", "Staffing", "Personal")
    said_now = translations_for(partnership, "es").say("strength:1", "Buses")
    assert said_now == Spoken("Buses", "en", is_stale=True)


def test_a_shared_text_is_translated_once_for_all(partnership):
    other = make.make_partnership(agreement=partnership.agreement)
    translate(partnership, "category:1", "Staffing", "Personal", shared=True)
    translate(other, "strength:1", "Staffing", "Otro")
    here = translations_for(partnership, "es")
    assert here.say("category:1", "Staffing").text == "Personal"
    assert here.say("strength:1", "Staffing").language == "en"
    assert here.asked == {"category:1": "Staffing", "strength:1": "Staffing"}


def test_translations_are_read_in_one_query(partnership, django_assert_num_queries):
    for number in range(3):
        translate(partnership, f"strength:{number}", "a", "b")
    with django_assert_num_queries(1):
        translations_for(partnership, "es").say("strength:1", "a")
    with django_assert_num_queries(0):
        translations_for(partnership, "en").say("strength:1", "a")


def test_what_is_in_another_language_is_tagged_with_it():
    assert said({"language": "es"}, Spoken("<Bus>", "en")) == '<span lang="en">&lt;Bus&gt;</span>'
    assert said({"language": "es"}, Spoken("Autobús", "es")) == "Autobús"
