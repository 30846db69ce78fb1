"""Links: each beneath a tag that says so, printed, and described in words."""

from typing import Any

import pikepdf

from .tree import elements_of, is_element

PRINT_FLAG = 1 << 2


def tag_links(root: Any, parents: dict[int, Any]) -> None:
    """The parts of a link that stand apart in it, as a number at the margin, are links of the same tag.

    WeasyPrint hangs them on the part's own tag.
    """
    for element in list(elements_of(root)):
        links = [kid for kid in element.K if not isinstance(kid, int) and not is_element(kid)]
        if not links or element.S == "/Link":
            continue
        element.K = pikepdf.Array([kid for kid in element.K if isinstance(kid, int) or is_element(kid)])
        link = element.P
        while link.S != "/Link":
            link = link.P
        for one in links:
            link.K.append(one)
            parents[int(one.Obj.StructParent)] = link


def describe_links(pdf: pikepdf.Pdf) -> None:
    """They get the print flag, and words instead of the name of an anchor."""
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            annotation.F = PRINT_FLAG
            if "/Dest" in annotation:
                annotation.Contents = str(annotation.Contents).replace("-", " ")
