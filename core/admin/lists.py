"""The lists of the administration: what they are narrowed by, searched for, and what is done with chosen rows."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from .answers import refuse, sentence_of
from .sorting import NaturalChangeList, NaturalListAdmin

LONGEST_SEARCH = 200
"""Characters that are searched for at once: with more, a database gives up."""

NOT_NARROWED = "This list is not narrowed by that. All of it is shown."

NO_SUCH_ROW = "One of the chosen rows does not exist. Nothing was done."

LARGEST_KEY = 2**63 - 1

OFFERED = {"", "__exact", "__isnull", "__isempty", "__id__exact"}
"""How the filters beside a list ask of their field."""


class SearchForm(ChangeListSearchForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        too_long = f"Search for at most {LONGEST_SEARCH} characters. All of the list is shown."
        self.fields[SEARCH_VAR] = forms.CharField(
            required=False, strip=False, max_length=LONGEST_SEARCH, error_messages={"max_length": too_long}
        )


class BoundedList(NaturalChangeList):
    search_form_class = SearchForm


class ListAdmin(NaturalListAdmin):
    """A list that is narrowed by what stands beside it, and by nothing that a database cannot answer."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Django would take any lookup of a field, `regex` among them."""
        offered: Any = self.get_list_filter(request)  # type: ignore[arg-type]
        paths = [one[0] if isinstance(one, tuple) else str(one) for one in offered]
        is_offered = any(lookup.startswith(path) and lookup.removeprefix(path) in OFFERED for path in paths)
        return is_offered and not (str(value).isdecimal() and int(value) > LARGEST_KEY)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return BoundedList

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        try:
            return super().get_changelist_instance(request)
        except IncorrectLookupParameters:
            messages.error(request, NOT_NARROWED)
            raise

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, search_term[:LONGEST_SEARCH])

    def response_action(self, request: HttpRequest, queryset: Any, *args: Any) -> Any:
        if not all(is_key(self.opts, key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            return refuse(request, request.get_full_path(), NO_SUCH_ROW)
        try:
            with transaction.atomic():
                return super().response_action(request, queryset)
        except IntegrityError as error:
            return refuse(request, request.get_full_path(), sentence_of(error))


def is_key(options: Any, text: str) -> bool:
    """Whether a text may be the key of a record of a model."""
    try:
        key = options.pk.to_python(text)
    except ValidationError:
        return False
    return not isinstance(key, int) or 0 <= key <= LARGEST_KEY
