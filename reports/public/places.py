"""What is public, place by place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from reports.line_plots import plot_from

from . import parts
from .text import Json

Place = tuple[str, str, str]
"""(key of the part, where it stands, what it says)"""


def places_of(content: Json) -> Iterator[Place]:
    """Everything a reader reads of it, each place once, in the order of the pages."""
    for key, say in _SAYS.items():
        if content.get(key):
            yield from ((key, place, text) for place, text in say(content[key]) if text)


@dataclass(frozen=True)
class PublishedDifference:
    """What a part says more, less or otherwise than another content of it, by place."""

    part: str
    label: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def words(self) -> str:
        """“3 added, 1 changed”."""
        counts = {"added": self.added, "changed": self.changed, "removed": self.removed}
        return ", ".join(f"{len(places)} {word}" for word, places in counts.items() if places)


def differences(before: Json, after: Json) -> list[PublishedDifference]:
    """By part, those parts alone in which anything differs."""
    old, new = _by_part(before), _by_part(after)
    found = []
    for key, label in parts.LABELS.items():
        was, says = old.get(key, {}), new.get(key, {})
        one = PublishedDifference(
            key,
            label,
            tuple(place for place in says if place not in was),
            tuple(place for place in says if place in was and was[place] != says[place]),
            tuple(place for place in was if place not in says),
        )
        if one.words:
            found.append(one)
    return found


def _by_part(content: Json) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for key, place, text in places_of(content):
        found.setdefault(key, {})
        number, name = 2, place
        while name in found[key]:
            name, number = f"{place} ({number})", number + 1
        found[key][name] = text
    return found


Said = Iterator[tuple[str, str]]


def _agreement(said: Json) -> Said:
    yield "Title", f"{said['title']}\n{said['edition']}\n{said['effective_from']}\n{said['effective_to']}"
    for group in said["sections"]:
        for section in group["sections"]:
            heading = section["heading"] or group["heading"] or "Introduction"
            yield heading, section["text"]
    for category in said["categories"]:
        yield _of_category(category), category["lead_in"] or category["title"]
        for group in category["groups"]:
            yield from _items(group["items"])
        yield from _measures(category["measures"], _of_category(category))
    for addition in said["additions"]:
        own = [one["text"] for one in (*addition["items"], *addition["measures"])]
        yield addition["title"], "\n".join([addition["holds"], *own])
    for term in said["glossary"]:
        yield term["term"], f"{term['stands_for']}\n{term['definition']}"
    for number, text in enumerate(said["endorsements"], start=1):
        yield f"Endorsement {number}", text


def _of_category(category: Json) -> str:
    return f"{category['number']} {category['title']}"


def _items(items: list[Json]) -> Said:
    for item in items:
        passages = [f"{one['heading']}\n{one['text']}" for one in item["passages"]]
        yield item["reference"], "\n".join(filter(None, [item["title"], item["text"], *passages]))
        yield from _items(item["items"])


def _measures(measures: list[Json], place: str) -> Said:
    for measure in measures:
        yield f"{place}, evidence named", measure["text"]
        yield from _measures(measure["measures"], place)


def _signatures(said: list[Json]) -> Said:
    for one in said:
        place = ", ".join(filter(None, [one["addition"], one["title"], one["organization"]]))
        signed = f"{one['name']} {one['date']}" if one["name"] else "not signed yet"
        yield place, "\n".join(filter(None, [one["printed_name"], signed]))


def _state(said: Json) -> Said:
    yield "What it is of", f"{said['period']}, {said['perspective']}, {said['date']}"
    for name, key in (("Strength", "strengths"), ("Area of focus", "focus")):
        for number, one in enumerate(said[key], start=1):
            yield f"{name} {number}", " ".join([one["text"], *one["items"]])
            yield f"{name} {number}, steps that serve it", " ".join(one.get("steps", ()))
    for one in said["goals"]:
        yield f"Goals, {one['area']}", "\n".join(filter(None, [one["text"], one["older"]]))
    if changed := said["changed"]:
        counts = f"{changed['stayed']} stayed, {changed['apart']} not compared"
        yield "What changed", f"since {changed['before']}: {counts}"
        for one in (*changed["rose"], *changed["fell"]):
            levels = (one[when]["code"] if one[when] else "" for when in ("before", "now"))
            yield f"What changed, {one['reference']}", " → ".join(levels)


def _ratings(said: Json) -> Said:
    yield "What is rated", f"{said['period']}, {said['perspective']}, {said['date']}"
    for category in said["categories"]:
        for group in category["groups"]:
            for item in group["items"]:
                yield item["reference"], _level_in_words(item)
                yield f"{item['reference']}, comment", item["comment"]


def _level_in_words(item: Json) -> str:
    if not item["is_rated"]:
        return ""
    level = item["level"]
    words = [f"{level['code']} {level['label']}" if level else "not rated yet"]
    return ", ".join(filter(None, [*words, item["printed_as"], item["flag"], item["as_in"]]))


def _evidence(said: Json) -> Said:
    yield "Around the tables", f"{said['title']}\n{said['introduction']}"
    for category in said["categories"]:
        for row in category["rows"]:
            label = row["label"].partition("\n")[0]
            for column, cell in zip(category["columns"], row["cells"], strict=True):
                words = "\n".join(filter(None, [cell["text"], cell["status"]]))
                yield f"{_of_category(category)}: {label}, {column}", words
        for remark in category["remarks"]:
            yield f"{_of_category(category)}, remark {remark['number']}", remark["text"]
        yield f"{_of_category(category)}, footnote", category["footnote"]
    for one in said.get("shown", ()):
        yield f"Put forward: {one['label']}", "\n".join([*one["notes"], plot_from(one["chart"]).words])


def _steps(said: Json) -> Said:
    yield "Plan", f"{said['plan']}, {said['released_on']}"
    for category in said["categories"]:
        for step in category["steps"]:
            place = f"{_of_category(category)}, step {step['number']}"
            yield place, "\n".join(filter(None, [step["title"], *step["answers"], *_actions(step)]))
            yield f"{place}, how far it is", "\n".join(filter(None, [step["words"], step["came_of_it"]]))


def _actions(step: Json) -> list[str]:
    return [f"{one['text']} {one['timeline']}".strip() for one in step["actions"]]


def _told(said: list[Json]) -> Said:
    for group in said:
        for line in group["lines"]:
            steps = [
                " ".join(filter(None, [one["words"], one["title"], *_actions(one)])) for one in line["steps"]
            ]
            words = [line["said"], str(line["people"] or ""), line["answer"], *steps]
            words += [one["came_of_it"] for one in line["steps"]]
            yield f"“{_short(line['said'])}”", "\n".join(filter(None, words))


def _short(text: str) -> str:
    first = text.partition("\n")[0]
    return first if len(first) <= 60 else f"{first[:59]}…"


def _documents(said: list[Json]) -> Said:
    for one in said:
        yield one["title"], f"{one['made_on']}, {one['sha256']}\n{one['changed']}".strip()


def _spanish(said: Json) -> Said:
    for place, text in said.items():
        yield f"In Spanish, {place}", text


_SAYS: dict[str, Callable[[Any], Said]] = {
    parts.AGREEMENT: _agreement,
    parts.SIGNATURES: _signatures,
    parts.STATE: _state,
    parts.RATINGS: _ratings,
    parts.EVIDENCE: _evidence,
    parts.STEPS: _steps,
    parts.TOLD: _told,
    parts.DOCUMENTS: _documents,
    parts.SPANISH: _spanish,
}
