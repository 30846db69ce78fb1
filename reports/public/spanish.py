"""The summary in Spanish: made of what is published and of what is translated of that, and of nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from partnerships.models import Partnership
from reports.first_page import FirstPage, day_in, first_page
from reports.gather.essence import Essence, Point
from reports.models import Language
from reports.translating import Spoken, Translations, translations_for

from .results import from_highest
from .text import Json


def texts_of(content: Json) -> Iterator[tuple[str, str]]:
    """(place, text) of every text of the summary that somebody typed, in its order."""
    yield "agreement:title", content["title"]
    if ratings := content["ratings"]:
        scale = ratings["scale"]
        for level in scale["levels"]:
            yield _of_level(scale, level["code"]), level["label"]
        for category in _rated(content):
            yield f"category:{category['number']}", category["title"]
    for one in _points(content, "strengths") + _points(content, "focus"):
        yield one.place, one.text


def translated(partnership: Partnership, content: Json) -> Json | None:
    """By place, what of the summary is in Spanish; None where nothing is. In one query."""
    in_spanish = translations_for(partnership, Language.SPANISH)
    said = {place: in_spanish.say(place, text) for place, text in texts_of(content)}
    return {place: one.text for place, one in said.items() if one.language == Language.SPANISH} or None


@dataclass
class Published(Translations):
    """What of a record's texts is in Spanish, as it was published."""

    texts: Json | None = None

    def say(self, place: str, text: str) -> Spoken:
        found = (self.texts or {}).get(place)
        return Spoken(found, Language.SPANISH) if found else Spoken(text, Language.ENGLISH)


@dataclass(frozen=True)
class SpanishCategory:
    title: Spoken
    said: str
    """“3 de 5”."""
    levels: list[Json]


@dataclass(frozen=True)
class SpanishSummary:
    title: Spoken
    first: FirstPage
    has_ratings: bool
    has_state: bool
    categories: tuple[SpanishCategory, ...]
    levels: tuple[tuple[Json, Spoken], ...]
    """Those at which something stands, the highest first."""
    states: tuple[str, ...]
    """How many steps are how far."""
    said: int
    """How many things families said are told."""
    papers: tuple[Json, ...]
    """The documents in Spanish."""
    is_whole: bool
    """Whether every text is translated."""
    as_of: str


def summary_in_spanish(content: Json, in_spanish: Translations, as_of: str) -> SpanishSummary:
    """`as_of` is the day on which the record was read: “2026-11-27”."""
    ratings = content["ratings"]
    return SpanishSummary(
        in_spanish.say("agreement:title", content["title"]),
        first_page(_essence(content, as_of), in_spanish),
        bool(ratings),
        bool(content["state"]),
        tuple(
            SpanishCategory(
                in_spanish.say(f"category:{one['number']}", one["title"]),
                in_spanish.phrase("{some} of {all}").format(
                    some=one["tally"]["met"], all=one["tally"]["total"]
                ),
                from_highest(one["tally"]["levels"], ratings["scale"]),
            )
            for one in _rated(content)
        ),
        tuple(
            (level, in_spanish.say(_of_level(ratings["scale"], level["code"]), level["label"]))
            for level in (from_highest(ratings["total"]["levels"], ratings["scale"]) if ratings else ())
            if level["count"]
        ),
        tuple(
            in_spanish.phrase(f"{{count}} {one['words']}").format(count=one["count"])
            for one in (content["steps"]["states"] if content["steps"] else ())
        ),
        _told(content),
        tuple(one for one in content["documents"] or () if one["language"] == Language.SPANISH),
        all(place in content["spanish"] for place, _ in texts_of(content)),
        day_in(as_of, in_spanish.language),
    )


def _essence(content: Json, as_of: str) -> Essence:
    """As much of it as was published."""
    ratings, about = content["ratings"], content["ratings"] or content["state"] or {}
    scale: Json = ratings["scale"] if ratings else {"levels": [], "met_from": 0, "name": ""}
    tally: Json = ratings["total"] if ratings else {"met": 0, "rated": 0, "total": 0, "levels": []}
    scores = {level["code"] for level in scale["levels"] if level["value"] is not None}
    met = next((level for level in scale["levels"] if level["value"] == scale["met_from"]), None)
    words = content["words"] or {"item": {"one": "", "many": ""}}
    return Essence(
        agreement=content["title"],
        partner=content["partner"]["name"],
        lead=content["lead"]["name"],
        period=about.get("period", ""),
        period_word=about.get("period_word", ""),
        assessed_on=about.get("date", ""),
        status_note="",
        item=words["item"]["one"],
        items=words["item"]["many"],
        met=tally["met"],
        scored=sum(level["count"] for level in tally["levels"] if level["code"] in scores),
        judged=tally["rated"],
        total=tally["total"],
        met_level=met["label"] if met else str(scale["met_from"]),
        met_place=_of_level(scale, met["code"] if met else scale["met_from"]),
        moved=None,
        steps=None,
        said=_told(content),
        heard=(),
        categories=(),
        strengths=tuple(_points(content, "strengths")),
        focus=tuple(_points(content, "focus")),
        as_of=as_of,
    )


def _points(content: Json, key: str) -> list[Point]:
    found = content["state"][key] if content["state"] else ()
    return [Point(f"highlight:{one['key']}", one["text"]) for one in found]


def _rated(content: Json) -> list[Json]:
    """The categories in which anything is rated."""
    categories = content["ratings"]["categories"] if content["ratings"] else ()
    return [one for one in categories if one["tally"]["total"]]


def _of_level(scale: Json, code: object) -> str:
    return f"level:{scale['name']}:{code}"


def _told(content: Json) -> int:
    return sum(len(group["lines"]) for group in content["told"] or ())
