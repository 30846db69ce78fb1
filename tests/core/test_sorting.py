"""Names stand in natural order in every list, the same on both databases."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from accounts.models import Organization, User
from core.sorting import SortKeyField
from core.words import natural
from tests import factories as make

IN_ORDER = ["1.9", "1.10", "2", "Ecole", "École", "Ecole 2", "district 2", "District 10", "Émile", "Zoé"]
IN_ORDER = sorted(IN_ORDER, key=natural)


def test_names_with_numbers_accents_and_capitals():
    assert IN_ORDER == [
        "1.9",
        "1.10",
        "2",
        "district 2",
        "District 10",
        "Ecole",
        "École",
        "Ecole 2",
        "Émile",
        "Zoé",
    ]
    assert natural("A") != natural("a")  # equal names only are equal
    assert sorted(["007 b", "7 a", "a\0", "  a"], key=natural) == ["7 a", "007 b", "  a", "a\0"]


@pytest.mark.both_databases
def test_the_database_orders_as_python_does(db):
    for name in reversed(IN_ORDER):
        make.make_organization(name=name, short_name=name)
    assert (
        list(Organization.objects.filter(short_name__in=IN_ORDER).values_list("short_name", flat=True))
        == IN_ORDER
    )


def test_a_key_follows_its_name_however_a_record_is_written(db):
    one, other = make.make_organization(short_name="9"), make.make_organization(short_name="10")
    assert _in_order(one, other) == ["9", "10"]
    one.short_name = "11"
    one.save()
    assert _in_order(one, other) == ["10", "11"]
    Organization.objects.bulk_update([one], ["short_name", "sort_key"])
    text = serializers.serialize("yaml", [one])
    assert "sort_key" not in text
    (again,) = serializers.deserialize("yaml", text.replace("'11'", "'2'"))
    again.save()
    assert _in_order(one, other) == ["2", "10"]
    narrow = Organization.objects.only("kind").get(pk=one.pk)
    narrow.save()
    assert _in_order(one, other) == ["2", "10"]


def _in_order(*organizations):
    rows = Organization.objects.filter(pk__in=[one.pk for one in organizations])
    return list(rows.values_list("short_name", flat=True))


def _names_in(model, ordering):
    """Of what rows are ordered by, the texts that people write."""
    for path in ordering:
        field, of = None, model
        for part in str(path).lstrip("-").split("__"):
            try:
                field = of._meta.pk if part == "pk" else of._meta.get_field(part)
            except FieldDoesNotExist:  # counted or worked out
                break
            of = field.related_model
        is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(
            field, SortKeyField
        )
        if is_text and not field.choices and field.name not in KEYS:
            yield f"{model.__name__} by {path}"


KEYS = {"lineage", "public_id"}
"""Texts that no person reads."""

APPS = [config for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]


def test_no_model_and_no_list_of_the_administration_is_ordered_by_a_name_as_it_is_written():
    found = [
        words
        for app in APPS
        for model in app.get_models()
        for words in _names_in(model, model._meta.ordering)
    ]
    for model, model_admin in admin.site._registry.items():
        found += _names_in(model, [one for one in model_admin.ordering or () if isinstance(one, str)])
    assert found == []


@pytest.mark.slow
def test_no_query_is_ordered_by_a_name_as_it_is_written():
    """Nor is a list sorted by one without its key."""
    written, names = [], ("name", "short_name", "title", "label", "number", "reference", "slug")
    for file in (file for app in APPS for file in Path(app.path).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "order_by":
                paths = [
                    one.value
                    for one in node.args
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                ]
                written += [
                    f"{file.name}: {path}" for path in paths if path.lstrip("-").split("__")[-1] in names
                ]
    assert written == []


@pytest.mark.slow
def test_lists_and_choices_show_it(client, db):
    edition = make.make_edition()
    make.make_item(make.make_category(edition))
    for name in ("District 10", "École", "District 2", "Ecole"):
        make.make_partnership(
            agreement=edition.agreement, partner=make.make_organization(name=name, short_name=name)
        )
    cycle = make.make_cycle(edition=make.adopt(edition))
    for partnership in edition.agreement.partnerships.all():
        make.make_assessment(partnership, cycle=cycle, by=partnership.partner)
    client.force_login(make.make_director(edition.agreement.partnerships.first()))
    pages = [client.get(f"/agreements/{edition.agreement.slug}/cycles/open/"), client.get("/")]
    pages.append(client.get(f"/agreements/{edition.agreement.slug}/grid/"))
    client.force_login(make.make_administrator())
    pages += [client.get("/admin/partnerships/partnership/"), client.get("/admin/accounts/organization/")]
    pages.append(client.get("/admin/assessments/assessment/add/"))
    for page in pages:
        assert page.status_code == 200
        places = [_place_of(name, page.text) for name in ("District 2", "District 10", "Ecole", "École")]
        assert places == sorted(places), page.request["PATH_INFO"]
        assert -1 not in places, page.request["PATH_INFO"]


def test_no_column_of_the_administration_sorts_names_as_they_are_written(rf, db):
    request, found = rf.get("/"), []
    request.user = User(is_superuser=True, is_staff=True)
    for model, model_admin in admin.site._registry.items():
        if apps.get_app_config(model._meta.app_label) in APPS:
            shown = model_admin.get_changelist_instance(request)
            columns = [shown.get_ordering_field(one) for one in model_admin.get_sortable_by(request)]
            found += _names_in(model, [one for one in columns if isinstance(one, str)])
    assert found == []


def _place_of(name, page):
    found = re.search(rf">\s*{name}\s*<", page)
    return found.start() if found else -1
