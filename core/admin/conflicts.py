"""Two people at once on a page of the administration: what one sends is brought together with what others saved.

Part by part, of the record and of each row: what a person left alone stays as it is by now, what they changed is
saved, and what both changed is told before it is. Rows that others added stay, those they removed stay away.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.forms.boundfield import BoundField
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import QueryDict

from core.conflicts import UNKNOWN, Resolution, mark_of, read_marks, resolution_of
from core.ordering import in_places, merged_order, moved

from .sent import ended, in_words, said
from .standing import Page, Rows, compared

SEEN = "seen"
"""The hidden field with the marks of what a page showed when it was opened."""

SentRow = dict[str, list[str]]
"""What was sent for one row, by field."""


@dataclass
class Merged:
    """What a person sent, as if they had opened the page just now."""

    data: QueryDict
    told: list[str] = field(default_factory=list)
    """What stands where both changed something, in sentences."""
    theirs: bool = False
    """Whether others changed something that this person left alone."""


def merge(page: Page, post: QueryDict) -> Merged:
    """Bring what was sent together with a page as it stands."""
    merging = _Merging(page, post)
    in_conflict = merging.merge_fields((one, one.name, one.html_name) for one in compared(page.form))
    merging.merged.told += [ended(words) for words in in_words(page.form, in_conflict)]
    for rows in page.rows:
        _MergingRows(merging, rows).merge()
    return merging.merged


class _Merging:
    def __init__(self, page: Page, post: QueryDict) -> None:
        self.page, self.post = page, post
        self.was = read_marks(post.get(SEEN, ""))
        self.merged = Merged(QueryDict(mutable=True))
        self.sent_rows: dict[str, dict[int, SentRow]] = defaultdict(lambda: defaultdict(dict))
        """What was sent for the rows, by prefix and number; everything else goes on as it came."""
        prefixes = sorted((re.escape(rows.prefix) for rows in page.rows), key=len, reverse=True)
        of_a_row = re.compile(rf"({'|'.join(prefixes)})-(\d{{1,9}})-(.+)")
        for name, values in post.lists():
            if prefixes and (match := of_a_row.fullmatch(name)):
                self.sent_rows[match[1]][int(match[2])][match[3]] = values
            else:
                self.merged.data.setlist(name, values)

    def merge_fields(self, fields: Iterable[tuple[BoundField, str, str]]) -> list[str]:
        """Fields with their part of the page and the name under which they were sent. Gives the names of those that
        both changed."""
        in_conflict = []
        for one, part, name in fields:
            wanted = mark_of(said(one.field, self.post, name))
            outcome = resolution_of(self.was.get(part, UNKNOWN), mark_of(self.page.says[part]), wanted)
            if outcome is Resolution.THEIRS:
                self.merged.data.setlist(one.html_name, self.page.sent.getlist(one.html_name))
                self.merged.theirs = True
            else:
                self.merged.data.setlist(one.html_name, self.post.getlist(name))
            if outcome is Resolution.CONFLICT:
                in_conflict.append(one.name)
        return in_conflict


class _MergingRows:
    """The rows of one kind. What is sent on has a number for each row that stands, then for each new one."""

    def __init__(self, merging: _Merging, rows: Rows) -> None:
        self.merging, self.rows = merging, rows
        self.merged, self.standing = merging.merged, rows.standing
        self.first_new, end = (
            _number([merging.post.get(f"{rows.prefix}-{name}", "")]) or 0
            for name in (INITIAL_FORM_COUNT, TOTAL_FORM_COUNT)
        )
        self.sent = {
            number: row for number, row in sorted(merging.sent_rows[rows.prefix].items()) if number < end
        }
        self.number_of = {
            row.get(rows.key_name, [""])[0]: number
            for number, row in self.sent.items()
            if number < self.first_new
        }
        """By key, the number under which a row was sent."""
        self.seen = rows.keys_in(merging.was)

    def merge(self) -> None:
        rows, data = self.rows, self.merged.data
        for key, form in self.standing.items():
            data[form.add_prefix(rows.key_name)] = key
            if key in self.number_of:
                self._merge_row(key, form)
            else:
                for one in rows.fields(form):
                    data.setlist(one.html_name, self.merging.page.sent.getlist(one.html_name))
        new = self._brought_back() + [number for number in self.sent if number >= self.first_new]
        for place, number in enumerate(new, len(self.standing)):
            for name, values in self.sent[number].items():
                if number >= self.first_new or name not in (rows.key_name, DELETION_FIELD_NAME):
                    data.setlist(f"{rows.formset.add_prefix(place)}-{name}", values)
        data[f"{rows.prefix}-{INITIAL_FORM_COUNT}"] = str(len(self.standing))
        data[f"{rows.prefix}-{TOTAL_FORM_COUNT}"] = str(len(self.standing) + len(new))
        if set(self.seen) != set(self.standing):
            self.merged.theirs = True
        if rows.place:
            self._merge_order(new)

    def _merge_row(self, key: str, form: Any) -> None:
        rows, data, number = self.rows, self.merged.data, self.number_of[key]
        mine, prefix = self.sent[number], rows.formset.add_prefix(number)
        fields = [(one, rows.part(key, one.name), f"{prefix}-{one.name}") for one in rows.fields(form)]
        in_conflict = self.merging.merge_fields(fields)
        if DELETION_FIELD_NAME in mine:
            data[form.add_prefix(DELETION_FIELD_NAME)] = "on"
            # Whoever removes a row has read all of it.
            now, was = self.merging.page.says, self.merging.was
            in_conflict = [one.name for one, part, _ in fields if was.get(part) != mark_of(now[part])]
        if rows.place:
            data.setlist(form.add_prefix(rows.place), mine.get(rows.place, []))
        if in_conflict:
            words = "; ".join(in_words(form, in_conflict))
            self.merged.told.append(ended(f"{rows.kind} “{form.instance}” now says: {words}"))

    def _brought_back(self) -> list[int]:
        """The numbers of rows that this person changed and somebody else removed: they go on as new ones."""
        gone = [number for key, number in self.number_of.items() if key not in self.standing]
        changed = [number for number in gone if self._is_changed(number)]
        if changed:
            self.merged.told.append(
                f"{self.rows.kind}: what you changed was removed. What you typed stands below as a new one."
            )
        return changed

    def _is_changed(self, number: int) -> bool:
        rows, mine, prefix = self.rows, self.sent[number], self.rows.formset.add_prefix(number)
        key = mine.get(rows.key_name, [""])[0]
        return DELETION_FIELD_NAME not in mine and any(
            self.merging.was.get(rows.part(key, one.name))
            != mark_of(said(one.field, self.merging.post, f"{prefix}-{one.name}"))
            for one in rows.fields(rows.formset.empty_form)
        )

    def _merge_order(self, new: list[int]) -> None:
        """The places of the rows. Those that this person moved or added follow what they were put behind."""
        rows, now = self.rows, list(self.standing)
        before = [key for key in self.seen or self.number_of if key in self.number_of]
        if before == now:
            return  # nobody else moved, added or removed any: the places are what was typed
        typed = {key: _number(self.sent[self.number_of[key]].get(rows.place)) for key in before}
        added = {f"+{number}": _number(self.sent[number].get(rows.place)) for number in new}
        asked = [(key, None if typed[key] == place else typed[key]) for place, key in enumerate(before, 1)]
        number_in = {key: number for number, key in enumerate([*now, *added])}
        asked += [(key, place) for key, place in added.items() if place]  # the others come last
        mine, typed_for = in_places(asked), {key for key, place in asked if place}
        self._tell_moved(before, mine, now, typed_for)
        for place, key in enumerate(merged_order(before, mine, now, typed_for), 1):
            self.merged.data[f"{rows.formset.add_prefix(number_in[key])}-{rows.place}"] = str(place)

    def _tell_moved(self, before: list[str], mine: list[str], now: list[str], typed_for: set[str]) -> None:
        by_both = moved(before, mine, typed_for) & moved(before, now)
        both = [key for key in before if key in by_both]
        if both and [key for key in mine if key in now] != [key for key in now if key in before]:
            for key in both:
                self.merged.told.append(
                    f"{self.rows.kind} “{self.standing[key].instance}” was moved elsewhere."
                )


def _number(values: list[str] | None) -> int | None:
    """The number sent for a field; None where it is none."""
    typed = (values or [""])[0].strip()
    return int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else None
