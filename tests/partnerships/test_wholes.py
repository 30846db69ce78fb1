"""What an item stands beneath, and what is rated with it."""

from partnerships.models import Item
from partnerships.wholes import whole_items


def document(*rows):
    """Items of (key, key of the one above, whether it is rated), in order."""
    return [Item(pk=pk, parent_id=above, is_rated=is_rated, text=f"{pk}.") for pk, above, is_rated in rows]


def told(*rows):
    """(key, what it stands beneath, its parts) of each that is rated."""
    wholes = whole_items(document(*rows))
    return [
        (one.item.pk, [above.pk for above in one.above], [part.pk for part in one.parts]) for one in wholes
    ]


def test_parts_go_to_what_is_rated_above_them_to_any_depth():
    assert told((1, None, True), (2, 1, False), (3, 2, False), (4, None, True)) == [
        (1, [], [2, 3]),
        (4, [], []),
    ]


def test_headings_lead_in_the_outermost_first():
    rows = (1, None, False), (2, 1, False), (3, 2, True)
    assert told(*rows) == [(3, [1, 2], [])]
    assert whole_items(document(*rows))[0].lead_in == "1. 2."


def test_a_part_that_leads_in_to_what_is_rated_alone_is_of_both():
    assert told((1, None, True), (2, 1, False), (3, 2, True)) == [(1, [], [2]), (3, [1, 2], [])]


def test_what_is_rated_nowhere_is_no_item():
    assert told((1, None, False), (2, 1, False)) == []
