"""What documents printed of values that count students: whoever has one of them keeps it."""

import json
from collections.abc import Iterable

from evidence.models import Observation


def keep_printed(values: Iterable[Observation]) -> None:
    """Remember what a document that was made says of values, as they were read for it. Nobody changed them."""
    changed = {}
    for value in values:
        if value.text not in value.printed_texts:
            value.printed = json.dumps([*value.printed_texts, value.text], ensure_ascii=False)
            changed[value.pk] = value
    Observation.objects.bulk_update(changed.values(), ["printed"])
