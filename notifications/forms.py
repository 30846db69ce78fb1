"""What a director enters to remind people."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from core.forms import TextField
from core.words import counted

from .reminding import OpenRound

WORDS_MAX_LENGTH = 1000
"""Characters of what a director adds."""


class RemindForm(forms.Form):
    """Whom to remind, by partnership, and a word of one's own. Cleans `rounds`, those that are ticked."""

    fields: Any
    partnerships = forms.MultipleChoiceField(
        label="Whom",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "“%(value)s” has nothing open any more. Reload the page."},
    )
    words = TextField(
        label="A word of your own",
        required=False,
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands first in the e-mail, and stays in the history of the assessment.",
        error_messages={
            "max_length": "At most %(limit_value)s characters fit. Shorten it, then send it again."
        },
    )

    def __init__(
        self, data: Any = None, *, rounds: list[OpenRound], by: User, ticked: Collection[str] = ()
    ) -> None:
        late = [one.partnership.slug for one in rounds if one.days_late and one.people_beside(by)]
        super().__init__(data, initial={"partnerships": list(ticked) or late})
        self.rounds = {one.partnership.slug: one for one in rounds}
        self.fields["partnerships"].choices = [(slug, _words(one, by)) for slug, one in self.rounds.items()]

    def clean(self) -> dict[str, Any]:
        super().clean()
        chosen = self.cleaned_data
        if "partnerships" in chosen and not chosen["partnerships"]:
            self.add_error("partnerships", "Tick whom to remind: one at least.")
        chosen["rounds"] = [self.rounds[slug] for slug in chosen.get("partnerships", ())]
        return chosen


def _words(round: OpenRound, by: User) -> str:
    """“Clayton: 4 days late, 2 people; reminded Nov 20, 2026”"""
    late, people = round.days_late, len(round.people_beside(by))
    said = [f"{counted(late, 'day')} late"] if late else []
    said.append(f"{people} {'person' if people == 1 else 'people'}" if people else "nobody to remind")
    if round.reminded_at:
        said.append(f"reminded {date_format(timezone.localtime(round.reminded_at), 'M j, Y')}")
    return f"{round.partnership.partner.short_name}: {', '.join(said)}"
