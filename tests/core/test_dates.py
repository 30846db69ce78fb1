"""Dates are understood as people write them, and a year that cannot be meant is asked about."""

from datetime import date

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import User
from core.dates import read_day, read_day_or_month
from core.forms import DayField, day_or_month

THE_DAY = date(2024, 9, 27)


@pytest.mark.parametrize(
    "written",
    [
        "9/27/2024",
        "09/27/2024",
        "9-27-24",
        "9/27/24",
        "9.27.2024",
        "Sept. 27, 2024",
        "sep 27 2024",
        "September 27 2024",
        "September 27th, 2024",
        "SEPTEMBER 27 , 2024",
        "27 Sep 2024",
        "27th of September, 2024",
        "27-Sep-24",
        "2024-09-27",
        "Friday, Sept. 27, 2024",
        " Fri 9/27/2024\n",
    ],
)
def test_a_day_is_understood_however_it_is_written(written):
    assert read_day(written) == THE_DAY


@pytest.mark.parametrize("written", ["September 2024", "Sept. 2024", "sep, 2024", "9/2024", "2024-09"])
def test_a_month_is_understood(written):
    assert read_day_or_month(written) == (date(2024, 9, 1), True)
    with pytest.raises(ValueError, match="Which day of September 2024 is it"):
        read_day(written)


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("9/27/0226", "Is the year 226 right? Write a year from 2000 to 20"),
        ("0226-09-27", "Is the year 226 right?"),
        ("9/27/2062", "Is the year 2062 right?"),
        ("Sept. 27, 20244", "Is the year 20244 right?"),
        ("Sept. 27, 24", "Is the year 24 right?"),  # or the 24th of a 27th year
        ("Sep-24", "“Sep-24” is not a date that can be read. Write it like 9/27/2024 or Sept. 27, 2024."),
        ("27/9/2024", "There is no month 27. Write the month first"),
        ("2/30/2024", "There is no February 30 in 2024. Which day is it?"),
        ("Monday, Sept. 27, 2024", "September 27, 2024 is a Friday. Which day is it?"),
        ("Sertember 27, 2024", "“sertember” is not a month."),
        ("9/27", "“9/27” is not a date"),
        ("9/27-2024", "is not a date"),
        ("next week", "is not a date"),
        ("٩/٢٧/٢٠٢٤", "is not a date"),
        ("1" * 5000, "is not a date"),
    ],
)
def test_what_may_be_meant_otherwise_is_asked_about(written, question):
    with pytest.raises(ValueError, match=r".") as asked:
        read_day_or_month(written)
    assert question in str(asked.value)


@pytest.mark.parametrize("month_only", [True, False])
def test_what_is_shown_is_understood(month_only):
    shown = date(2024, 9, 1), month_only
    assert read_day_or_month(day_or_month(*shown)) == shown


def test_a_field_knows_which_years_are_plausible_in_it():
    assert DayField(earliest=1950).clean("5/1/1962") == date(1962, 5, 1)
    assert DayField(required=False).clean(" ") is None
    with pytest.raises(ValidationError, match="Is the year 1962 right"):
        DayField().clean("5/1/1962")


def _form_classes(base=forms.BaseForm):
    for form in base.__subclasses__():
        yield form
        yield from _form_classes(form)


def test_every_form_of_accord_reads_days_so(rf):
    """All that ask for a day: those written out, and those that Django admin makes of a model."""
    request = rf.get("/")
    request.user = User(is_superuser=True, is_staff=True)
    found = [
        getattr(form, "base_fields", {}) for form in _form_classes() if form.__module__.split(".")[0] in APPS
    ]
    for model_admin in admin.site._registry.values():
        for one in (model_admin, *model_admin.get_inline_instances(request)):
            found += [
                {field.name: one.formfield_for_dbfield(field, request)}
                for field in one.model._meta.fields
                if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)
            ]
    days = [field for fields in found for field in fields.values() if isinstance(field, forms.DateField)]
    assert len(days) > 5
    assert [(field.label, field.model) for field in days if not isinstance(field, DayField)] == []


APPS = {"accounts", "partnerships", "evidence", "assessments", "actionsteps", "dashboards", "reports", "core"}
