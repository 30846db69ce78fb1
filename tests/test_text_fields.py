"""Whatever people type in several lines is read by one field, which folds line ends before it counts."""

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.validators import MaxLengthValidator
from django.db import models
from django.test import RequestFactory

import config.urls  # noqa: F401 # which knows every form
from core.forms import TextField
from partnerships.models import Edition

pytestmark = pytest.mark.both_databases

OURS = (
    "accounts",
    "actionsteps",
    "assessments",
    "core",
    "evidence",
    "notifications",
    "partnerships",
    "reports",
)


def ours(kind):
    """The classes of this kind in our apps, those derived from them included."""
    for one in kind.__subclasses__():
        if one.__module__.split(".")[0] in OURS:
            yield one
        yield from ours(one)


def pages():
    """Every page of the administration, and every table of rows on one. Records of libraries are only looked at."""
    yield from (
        page for model, page in admin.site._registry.items() if model.__module__.split(".")[0] in OURS
    )
    inlines = {inline for inline in ours(admin.options.InlineModelAdmin) if inline.model}
    yield from (inline(Edition, admin.site) for inline in sorted(inlines, key=str))


def test_every_form_reads_text_of_several_lines_as_one_does():
    by_pages = {page.form for page in pages()}  # there the page makes the fields
    wrong = {
        f"{form.__name__}.{name}"
        for form in set(ours(forms.BaseForm)) - by_pages
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.Textarea) and not isinstance(field, TextField)
    }
    assert wrong == set()


def test_it_counts_a_line_end_once_and_cuts_nothing_off():
    counted = 0
    for form in set(ours(forms.BaseForm)):
        for name, field in getattr(form, "base_fields", {}).items():
            limits = [one.limit_value for one in field.validators if isinstance(one, MaxLengthValidator)]
            if isinstance(field, TextField) and limits:
                counted += 1
                text = ("x\n" * min(limits))[: min(limits) - 1] + "x"
                assert field.clean(text.replace("\n", "\r\n")) == text, (form, name)
                assert "maxlength" not in field.widget.attrs, (form, name)
    assert counted > 5


@pytest.mark.parametrize("shown", list(pages()), ids=lambda shown: type(shown).__name__)
def test_every_page_of_the_administration_does(shown):
    fields = [
        one for one in shown.model._meta.concrete_fields if isinstance(one, models.TextField) and one.editable
    ]
    request = RequestFactory().get("/")
    for field in fields:
        assert isinstance(shown.formfield_for_dbfield(field, request), TextField), field


def test_there_are_forms_and_pages_to_look_at():
    assert {app.split(".")[0] for app in OURS if app != "core"} <= {
        one.label for one in apps.get_app_configs()
    }
    assert len(set(ours(forms.BaseForm))) > 20
    assert len(list(pages())) > 25
