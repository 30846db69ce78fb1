"""An administrator begins an agreement: blank, from a template, or as a copy of another one."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Organization
from partnerships.agreements.steps import first_steps
from partnerships.models import (
    Addendum,
    Agreement,
    Category,
    Edition,
    EditionEvent,
    Item,
    Measure,
    RatingScale,
    Section,
    SignatoryRole,
)
from tests import factories as make

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]

ADDRESS = reverse("admin:partnerships_agreement_add")
WORDS = {
    "item_word": "commitment",
    "item_words": "commitments",
    "category_word": "area",
    "category_words": "areas",
    "level_word": "rating",
    "level_words": "ratings",
    "cycle_word": "school year",
    "cycle_words": "school years",
}
FORM = {
    "title": "Museum and Schools",
    "slug": "",
    "lead": "",
    "name": "River Museum",
    "short_name": "",
    "kind": "sponsor",
    "label": "2026-2029",
    "effective_from": "2026-08-01",
    "effective_to": "",
    **WORDS,
    "category_numbering": "letters",
    "scale": "new",
    "met_from": "3",
    "levels-TOTAL_FORMS": "4",
    "levels-INITIAL_FORMS": "0",
}


def levels(*pairs):
    return {
        f"levels-{place}-{name}": said
        for place, pair in enumerate(pairs)
        for name, said in zip(("code", "label", "kind"), (*pair, "score"), strict=False)
    }


FOUR = levels(("1", "Beginning"), ("2", "Developing"), ("3", "Practicing"), ("4", "Sustaining"))


def begin(client, *, start="blank", edition="", **said):
    given = FOUR if said.get("scale", "new") == "new" else {"levels-TOTAL_FORMS": "0"}
    query = f"{ADDRESS}?start={start}&edition={edition}"
    return client.post(query, FORM | given | said)


@pytest.fixture
def source(db):
    """An adopted edition with text of all, text of one partnership, and people who signed."""
    edition = make.make_edition(label="2023-2024", item_word="goal", item_words="goals")
    category = make.make_category(edition, title="Staffing")
    top = make.make_item(category, is_rated=False)
    nested = make.make_item(category, parent=top, scale=make.make_scale(name="Yes or no"))
    partnership = make.make_partnership(agreement=edition.agreement)
    own = make.make_item(category, local_to=partnership)
    make.make_item(category, parent=own)
    make.make_measure(category).items.add(nested)
    make.make_measure(category, local_to=partnership)
    Section.objects.create(edition=edition, heading="Mission", text="We serve.")
    SignatoryRole.objects.create(
        edition=edition, side="lead", title="Superintendent", printed_name="Dr. A. B."
    )
    return make.adopt(edition)


def test_a_blank_one_gets_a_draft_with_its_words_and_the_levels_that_were_typed(admin_client):
    response = begin(admin_client)
    edition = Edition.objects.get()
    assert response.url == reverse("admin:partnerships_edition_change", args=[edition.pk])
    assert (edition.status, edition.words.item.many, edition.category_numbering) == (
        "draft",
        "commitments",
        "letters",
    )
    assert (edition.agreement.slug, str(edition.agreement.lead)) == ("museum-and-schools", "River Museum")
    shown = [(one.code, one.value, one.words, one.colour) for one in edition.scale.levels.all()]
    assert shown[0] == ("1", 1, "Beginning", "ink-0")
    assert shown[-1] == ("4", 4, "Sustaining", "ink-3")
    assert edition.scale.met_from == 3


def test_levels_with_letters_count_from_1_and_one_that_is_no_score_has_no_value(admin_client):
    typed = levels(("B", "Beginning"), ("S", "Sustaining"), ("N/A", "Not applicable", "not_applicable"))
    begin(admin_client, met_from="S", **typed, **{"levels-TOTAL_FORMS": "3"})
    scale = RatingScale.objects.get()
    assert list(scale.levels.values_list("code", "value", "colour")) == [
        ("B", 1, "ink-0"),
        ("S", 2, "ink-3"),
        ("N/A", None, "outside"),
    ]
    assert scale.met_from == 2


def test_a_copy_takes_all_text_of_all_and_nothing_of_single_partnerships_or_people(admin_client, source):
    begin(admin_client, start="copy", edition=source.pk, scale="like")
    made = Edition.objects.drafts().get()
    assert [item.reference for item in made.items.order_by("position")] == ["1.1", "1.1.a"]
    assert made.measures.get().items.get() == made.items.get(reference="1.1.a")
    assert made.sections.get().text == "We serve."
    assert (made.signatoryroles.get().title, made.signatoryroles.get().printed_name) == ("Superintendent", "")
    assert not made.agreement.partnerships.exists()
    assert EditionEvent.objects.get(edition=made).words == str(source)
    assert made.agreement.begun_from == source.agreement


def test_what_is_copied_begins_lines_and_scales_of_its_own(admin_client, source):
    begin(admin_client, start="copy", edition=source.pk, scale="like")
    made = Edition.objects.drafts().get()
    for model in (Item, Measure):
        lineages = set(model.objects.filter(edition=source).values_list("lineage", flat=True))
        assert lineages.isdisjoint(model.objects.filter(edition=made).values_list("lineage", flat=True))
    assert made.scale.name == "Museum and Schools"
    nested = made.items.get(reference="1.1.a")
    assert nested.scale.name == "Yes or no, Museum and Schools"
    codes = [scale.levels.values_list("code", "value", "words") for scale in (made.scale, source.scale)]
    assert list(codes[0]) == list(codes[1])


def test_a_template_gives_scale_and_places_to_sign_and_leaves_the_text_to_be_written(admin_client, source):
    page = admin_client.get(f"{ADDRESS}?start=template&edition={source.pk}").text
    assert 'value="goals"' in page  # its words are offered
    begin(admin_client, start="template", edition=source.pk, scale="like")
    made = Edition.objects.drafts().get()
    assert (made.signatoryroles.count(), made.scale.levels.count()) == (1, 5)
    parts = (Category, Item, Measure, Section)
    assert not any(model.objects.filter(edition=made).exists() for model in parts)


def test_where_partnerships_have_their_own_a_template_brings_the_headings(admin_client):
    source = make.make_edition(rates_own_items=True)
    make.make_category(source, title="Goals")
    begin(admin_client, start="template", edition=make.adopt(source).pk, scale="like", rates_own_items="on")
    made = Edition.objects.drafts().get()
    assert (made.rates_own_items, made.categories.get().title) == (True, "Goals")


def test_a_lead_that_is_known_is_chosen(admin_client):
    lead = make.make_organization()
    begin(admin_client, lead=lead.pk, name="")
    assert Agreement.objects.get().lead == lead


def test_a_scale_there_is_may_be_shared(admin_client):
    scale = make.make_scale()
    begin(admin_client, scale=scale.pk, met_from="")
    assert Edition.objects.get().scale == scale


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"title": ""}, "Write the title of the agreement."),
        ({"title": "an Agreement"}, "There is an agreement called “an Agreement” already."),
        ({"slug": "taken"}, "Another agreement has this place in addresses."),
        ({"title": "協定"}, "Write a place in addresses"),
        ({"name": ""}, "Say who leads the agreement"),
        ({"name": "a lead"}, "There is an organization called “a lead”. Choose it from the list above."),
        ({"effective_from": ""}, "Write from which day on it holds."),
        ({"effective_to": "2026-07-01"}, "The last day must be after the first day."),
        ({"item_word": "Goal"}, "Use lower-case letters"),
        ({"met_from": ""}, "Write from which level on something counts as carried out: one of 1, 2, 3, 4."),
        ({"met_from": "5"}, "None of the scores you typed has the code 5."),
        ({"levels-1-code": "1"}, "Two levels have the code 1. Give each its own."),
        ({"levels-1-code": "01"}, "Two levels have one number."),
        ({"levels-1-code": "5000"}, "Number the levels from 0 to 1000 at most."),
        ({"levels-1-code": ""}, "Give the level a code"),
        ({"levels-1-code": "a b"}, "A code is of letters, digits, hyphens and slashes"),
        ({"levels-1-label": ""}, "Give the level its words."),
        (levels(("1", "Yes"), *[("", "")] * 3), "A scale has two levels that are scores at least."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(admin_client, said, sentence):
    Agreement.objects.create(title="An agreement", slug="taken", lead=make.make_organization(name="A lead"))
    response = begin(admin_client, **said)
    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="2026-2029"' in response.text
    assert 'value="Sustaining"' in response.text or "levels-3-label" in said
    assert Agreement.objects.count() == 1
    assert Organization.objects.count() == 1


def test_two_of_what_is_one_choice_are_refused(admin_client):
    lead, scale = make.make_organization(), make.make_scale()
    page = begin(admin_client, lead=lead.pk, scale=scale.pk, **FOUR, **{"levels-TOTAL_FORMS": "4"}).text
    assert f"You chose {lead} and also named River Museum." in page
    assert "You chose a scale and also typed levels." in page


def test_a_draft_is_not_copied(admin_client):
    draft = make.make_edition(label="2024-2025")
    page = admin_client.get(f"{ADDRESS}?start=copy&edition={draft.pk}").text
    assert "2024-2025 is a draft still" in page
    for query, sentence in (
        ("start=copy&edition=", "Choose the agreement that it is made after."),
        ("start=copy&edition=x", "Choose an adopted edition from the list."),
        ("start=other", "Choose what it starts from."),
        (f"start=blank&edition={make.adopt(make.make_edition()).pk}", "You chose a blank one and also"),
    ):
        assert sentence in admin_client.get(f"{ADDRESS}?{query}").text


def test_where_partnerships_have_their_own_its_adoption_is_a_step(db):
    edition = make.make_edition(rates_own_items=True, item_word="goal", item_words="goals")
    partnership = make.make_partnership(agreement=edition.agreement)
    make.adopt(edition)
    addendum = Addendum.objects.create(
        edition=edition, partnership=partnership, title="Goals", effective_from=date(2023, 7, 1)
    )
    step = first_steps(edition)[-2]
    assert step.words == "Write the goals of each partnership, and adopt them"
    assert step.told == f"{partnership.partner.short_name} has none that is adopted yet."
    Addendum.objects.filter(pk=addendum.pk).update(status="adopted")
    assert first_steps(edition)[-2].is_done


def test_what_is_to_be_done_next_is_ticked_as_it_is_done(admin_client):
    page = admin_client.get(begin(admin_client).url).text
    assert page.count("✓ done") == 0
    edition = Edition.objects.get()
    make.make_item(make.make_category(edition, number="A", position=1))
    partnership = make.make_partnership(agreement=edition.agreement)
    make.make_director(partnership)
    page = admin_client.get(reverse("admin:partnerships_edition_change", args=[edition.pk])).text
    assert page.count("✓ done") == 2
    assert f"{partnership.partner.short_name} has no liaison yet." in page
    make.make_liaison(partnership)
    make.adopt(edition)
    page = admin_client.get(reverse("admin:partnerships_edition_change", args=[edition.pk])).text
    assert page.count("✓ done") == 4
    make.make_cycle(edition=edition, period=make.make_period(start=date(2026, 8, 1), end=date(2027, 7, 1)))
    page = admin_client.get(reverse("admin:partnerships_edition_change", args=[edition.pk])).text
    assert "Until its first cycle runs" not in page
