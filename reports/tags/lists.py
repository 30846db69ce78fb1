"""Lists whose children are items, each with a label and a body or a body alone."""

from typing import Any

import pikepdf

from .tree import adopt, is_element, is_same


def tidy_list(tag: Any) -> None:
    """A list holds items: a `div` with the `dt` and `dd` of a `dl` is one, and a list in a list belongs to one."""
    items: list[Any] = []
    for kid in tag.K:
        if is_element(kid) and kid.S == "/L" and items:
            adopt(items[-1].K[-1], [kid])
            continue
        if is_element(kid) and kid.S == "/Div":
            kid.S = pikepdf.Name.LI
            for part in kid.K:
                _make_part_of_item(
                    part, "/LBody" if len(kid.K) == 1 or not is_same(part, kid.K[0]) else "/Lbl"
                )
        elif is_element(kid) and kid.S == "/LI":
            if not len(kid.K):  # what stands on a page of an item whose words begin on the next
                continue
            _label_item(kid)
        items.append(kid)
    tag.K = pikepdf.Array(items)


def _label_item(item: Any) -> None:
    """The number of an item of the agreement, a link to its own place, is its label: what follows is its body."""
    first = item.K[0]
    if first.S == "/LBody" and [kid.S for kid in first.K if is_element(kid)] == ["/Link", "/Div"]:
        link, rest = first.K
        first.S, first.K = pikepdf.Name.Lbl, pikepdf.Array([link])
        rest.S = pikepdf.Name.LBody
        adopt(item, [rest])


def _make_part_of_item(tag: Any, name: str) -> None:
    """A `dt` or `dd` is tagged as an item with a body: now it is the label or the body of one."""
    bodies = list(tag.K)
    tag.S = pikepdf.Name(name)
    tag.K = pikepdf.Array()
    for body in bodies:
        adopt(tag, body.K)
