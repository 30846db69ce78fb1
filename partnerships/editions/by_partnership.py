"""What adopting an edition changes for each partnership: what it no longer reads, and what it reads anew."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from partnerships.models import Item, Measure, Partnership

from .changes import TextEntry
from .document import WholeText


@dataclass(frozen=True)
class PartnershipChanges:
    """Partnerships for which adopting changes the same."""

    partnerships: list[Partnership]
    own_before: int
    """Of their own additions to the edition before: items, and lines of evidence."""
    own: int
    lost: list[TextEntry]
    gained: list[TextEntry]

    @property
    def name(self) -> str:
        first, *others = self.partnerships
        return f"{len(self.partnerships)} partnerships" if others else first.partner.short_name

    @property
    def has_own(self) -> bool:
        return bool(self.own or self.own_before)


def changes_by_partnership(
    partnerships: Iterable[Partnership], before: WholeText | None, after: WholeText
) -> list[PartnershipChanges]:
    """The many for which the same changes are one row; those with additions of their own follow."""
    old, new = _Texts(before), _Texts(after)
    alike = defaultdict(list)
    for one in partnerships:
        lost, gained = old.read_by(one) - new.read_by(one), new.read_by(one) - old.read_by(one)
        alike[frozenset(lost), frozenset(gained), old.own[one.pk], new.own[one.pk]].append(one)
    found = [
        PartnershipChanges(some, own_before, own, old.entries(lost), new.entries(gained))
        for (lost, gained, own_before, own), some in alike.items()
    ]
    return sorted(found, key=lambda row: -len(row.partnerships))


class _Texts:
    """What stands in an edition, by who reads it."""

    def __init__(self, text: WholeText | None) -> None:
        records: Sequence[Item | Measure] = [*text.items, *text.measures] if text else []
        self.by_key = {(type(record), record.lineage): record for record in records}
        self.own = Counter(record.local_to_id for record in records)
        self._read_by: dict[int | None, set[tuple[type, str]]] = defaultdict(set)
        for key, record in self.by_key.items():
            self._read_by[record.local_to_id].add(key)

    def read_by(self, partnership: Partnership) -> set[tuple[type, str]]:
        return self._read_by[None] | self._read_by[partnership.pk]

    def entries(self, keys: Iterable[tuple[type, str]]) -> list[TextEntry]:
        """In document order."""
        return [TextEntry(record) for key, record in self.by_key.items() if key in keys]
