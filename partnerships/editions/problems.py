"""What must be put right in a draft before it can be adopted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from partnerships.models import Category, Edition, Item, Measure, Numbering, RatingScale

from .document import DocumentLine, WholeText, nest


@dataclass(frozen=True)
class Problem:
    sentence: str
    category: Category | None = None
    """The category in whose page it is put right."""


def find_problems(edition: Edition) -> list[Problem]:
    """What must be put right before the edition can be adopted, in document order."""
    categories = list(edition.categories.all())
    text = WholeText.of(edition)
    items_of, measures_of = defaultdict(list), defaultdict(list)
    for item in text.items:
        items_of[item.category_id].append(item)
    for measure in text.measures:
        measures_of[measure.category_id].append(measure)
    found = list(_problems_around(edition, categories, text.items))
    for category in categories:
        found += _problems_in(
            category, items_of[category.pk], measures_of[category.pk], may_be_empty=edition.rates_own_items
        )
    return found


def _problems_around(
    edition: Edition, categories: Sequence[Category], items: Sequence[Item]
) -> Iterator[Problem]:
    if not edition.effective_from:
        yield Problem("The edition has no first day. Fill in “effective from”.")
    for scale in RatingScale.objects.of_edition(edition).filter(levels=None):
        which = "" if scale.pk == edition.scale_id else f" “{scale}”"
        yield Problem(f"The rating scale{which} has no levels.")
    for number, section in enumerate(edition.sections.all(), 1):
        if not section.text.strip():
            yield Problem(f"Section {number} ({section.heading or section.parent_heading}) has no text.")
    if any(not passage.text.strip() for passage in edition.passages.all()):
        yield Problem("A passage beneath an item has no text.")
    if any(not endorsement.text.strip() for endorsement in edition.endorsements.all()):
        yield Problem("An endorsement has no text.")
    if any(not point.text.strip() for point in edition.conferencepoints.all()):
        yield Problem("A point for conferences has no text.")
    words = edition.words
    if not categories:
        yield Problem(f"The edition has no {words.category.many}.")
    elif not (edition.is_plan or edition.rates_own_items or any(item.is_rated for item in items)):
        yield Problem(f"No {words.item} is rated.")
    numbering = Numbering(edition.category_numbering)
    expected = [numbering.of(place) for place in range(1, len(categories) + 1)]
    found = [category.number for category in categories]
    yield from _numbering("The edition", words.category.one, found, expected)


def _problems_in(
    category: Category, items: list[Item], measures: Sequence[Measure], *, may_be_empty: bool
) -> Iterator[Problem]:
    """`may_be_empty` is of an edition whose items stand in each partnership's own part."""
    words = category.edition.words
    where = f"{words.category.capitalised} {category.number}"
    if not category.title.strip():
        yield Problem(f"{where} has no title.", category)
    if not (items or may_be_empty):
        yield Problem(f"{where} has no {words.item.many}.", category)
    top = nest(items)
    if [line.record for line in _walk(top)] != items:
        yield Problem(f"{where}: a sub-{words.item} does not follow what it stands beneath.", category)
    yield from _numbering_of_lines(where, top, category)
    yield from _problems_of(top, category)
    for measure in measures:
        if not measure.label.strip():
            yield Problem(f"{where}: a line under “as evidenced by” has no text.", category)
        elif _hides(measure.parent, measure) or any(_hides(item, measure) for item in measure.items.all()):
            yield Problem(f"{where}: “{measure}” names what only one partnership reads.", category)


def _problems_of(
    lines: Iterable[DocumentLine[Item]], category: Category, *, is_carried: bool = False
) -> Iterator[Problem]:
    """`is_carried` says whether something above these lines is rated, and so carries them."""
    for line in lines:
        yield from _problems_at(line, category, is_carried)
        yield from _problems_of(line.lines, category, is_carried=is_carried or line.record.is_rated)


def _problems_at(line: DocumentLine[Item], category: Category, is_carried: bool) -> Iterator[Problem]:
    item, word = line.record, category.edition.words.item
    where = f"{word.capitalised} {item.reference}"
    if not item.text.strip():
        yield Problem(f"{where} has no text.", category)
    if _hides(item.parent, item):
        yield Problem(f"{where} stands beneath {word.a} that only one partnership reads.", category)
    if line.lines:
        yield from _numbering_of_lines(where, line.lines, category, is_beneath=True)
    elif not item.is_rated and not is_carried and not category.edition.is_plan:
        yield Problem(f"{where} is not rated, and no sub-{word.many} stand beneath it.", category)


def _hides(one: Item | Measure | None, other: Item | Measure) -> bool:
    """Whether one is a partnership's own addition, and the other is read by others too."""
    return one is not None and one.local_to_id is not None and one.local_to_id != other.local_to_id


def _walk(lines: Iterable[DocumentLine[Item]]) -> Iterator[DocumentLine[Item]]:
    for line in lines:
        yield line
        yield from _walk(line.lines)


def _numbering_of_lines(
    where: str, lines: Sequence[DocumentLine[Item]], category: Category, *, is_beneath: bool = False
) -> Iterator[Problem]:
    """Whether the lines beneath one another's heading run 1, 2, 3 ... or, for sub-items, a, b, c ...

    Those of a plan keep the numbers they have in print, also where one was left out.
    """
    if category.edition.is_plan:
        return
    numbers = [line.record.number for line in lines]
    lettered = is_beneath and any(number.isalpha() for number in numbers)
    expected = (
        list(ascii_lowercase[: len(numbers)]) if lettered else [str(n + 1) for n in range(len(numbers))]
    )
    what = f"{'sub-' if is_beneath else ''}{category.edition.words.item}"
    yield from _numbering(where, what, numbers, expected, category)


def _numbering(
    where: str, what: str, numbers: list[str], expected: list[str], category: Category | None = None
) -> Iterator[Problem]:
    """Whether numbers are the expected ones, in document order."""
    missing = [number for number in expected if number not in numbers]
    if missing:
        yield Problem(f"{where} has no {what} {', '.join(missing)}, but {', '.join(numbers)}.", category)
    elif numbers != expected:
        yield Problem(f"{where}: the order is {', '.join(numbers)}. Renumber in document order.", category)
