"""The lines of each file, read from what was published."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from reports.public.text import Json

from .columns import Line


def agreement_lines(content: Json) -> Iterator[Line]:
    for category in content["agreement"]["categories"]:
        of = {"category": category["number"], "category_title": category["title"]}
        for group in category["groups"]:
            yield from _items(group["items"], of | {"for": group["for"]})
        yield from _measures(category["measures"], of | {"for": ""})


def _items(items: Iterable[Json], of: Line, above: str = "") -> Iterator[Line]:
    for item in items:
        yield of | {
            "kind": "item",
            "reference": item["reference"],
            "key": item["key"],
            "beneath": above,
            "title": item["title"],
            "text": item["text"],
            "addition": item["addition_of"] or "",
        }
        yield from _items(item["items"], of, item["key"])


def _measures(measures: Iterable[Json], of: Line, above: str = "") -> Iterator[Line]:
    for measure in measures:
        yield of | {
            "kind": "measure",
            "reference": "",
            "key": measure["key"],
            "beneath": above,
            "title": "",
            "text": measure["text"],
            "addition": measure["addition_of"] or "",
        }
        yield from _measures(measure["measures"], of, measure["key"])


def ratings_lines(content: Json) -> Iterator[Line]:
    ratings = content["ratings"]
    for category in ratings["categories"]:
        for group in category["groups"]:
            for item in group["items"]:
                if item["is_rated"]:
                    yield _rating(ratings, category, group["for"], item)


def _rating(ratings: Json, category: Json, subject: str, item: Json) -> Line:
    level = item["level"] or {}
    return {
        "period": ratings["period"],
        "edition": ratings["edition"],
        "perspective": ratings["perspective"],
        "category": category["number"],
        "category_title": category["title"],
        "for": subject,
        "reference": item["reference"],
        "key": item["key"],
        "text": item["text"],
        "level": level.get("code", ""),
        "value": level.get("value"),
        "words": level.get("words", ""),
        "printed_as": item["printed_as"],
        "mark": item["flag"],
        "as_in": item["as_in"],
        "comment": item["comment"],
    }


def state_lines(content: Json) -> Iterator[Line]:
    state = content["state"]
    for kind, key in (("strength", "strengths"), ("area of focus", "focus")):
        for one in state[key]:
            yield {
                "period": state["period"],
                "kind": kind,
                "text": one["text"],
                "items": ", ".join(one["items"]),
                "steps": ", ".join(one.get("steps", ())),
            }


def goals_lines(content: Json) -> Iterator[Line]:
    for one in content["state"]["goals"]:
        yield {
            "period": content["state"]["period"],
            "area": one["area"],
            "text": one["text"],
            "older": one["older"],
        }


def changes_lines(content: Json) -> Iterator[Line]:
    changed = content["state"]["changed"] or {"rose": (), "fell": ()}
    for direction in ("rose", "fell"):
        for one in changed[direction]:
            before, now = one["before"] or {}, one["now"] or {}
            yield {
                "direction": direction,
                "reference": one["reference"],
                "key": one["key"],
                "text": one["text"],
                "period_before": changed["before"],
                "level_before": before.get("code", ""),
                "words_before": before.get("words", ""),
                "period": content["state"]["period"],
                "level": now.get("code", ""),
                "words": now.get("words", ""),
            }


def evidence_lines(content: Json) -> Iterator[Line]:
    for category in content["evidence"]["categories"]:
        remarks = {remark["number"]: remark["text"] for remark in category["remarks"]}
        for row in category["rows"]:
            for period, cell in zip(category["columns"], row["cells"], strict=True):
                yield {
                    "edition": content["evidence"]["edition"],
                    "category": category["number"],
                    "category_title": category["title"],
                    "key": row["key"],
                    "row": row["label"],
                    "beneath": row["above"] or "",
                    "unit": row["unit"],
                    "period": period,
                    "text": cell["text"],
                    "number": None if cell["is_hidden"] else _number(cell["number"]),
                    "status": cell["kind"] or "",
                    "status_words": cell["status"],
                    "is_hidden": _yes(cell["is_hidden"]),
                    "link": cell["link"],
                    "remark": remarks.get(cell["remark"], ""),
                }


def _number(said: str | None) -> Decimal | None:
    """“1E+2” is written as 100."""
    return Decimal(format(Decimal(said), "f")) if said else None


def _yes(value: Any) -> str:
    return "true" if value else "false"


def steps_lines(content: Json) -> Iterator[Line]:
    plan = content["steps"]
    for category in plan["categories"]:
        for step in category["steps"]:
            for number, action in enumerate(step["actions"] or [{"text": "", "timeline": ""}], 1):
                yield {
                    "plan": plan["plan"],
                    "released_on": plan["released_on"],
                    "category": category["number"],
                    "category_title": category["title"],
                    "key": step["key"],
                    "title": step["title"],
                    "answers": "\n".join(step["answers"]),
                    "items": ", ".join(step["items"]),
                    "action_number": number,
                    "action": action["text"],
                    "timeline": action["timeline"],
                    "status": step["status"],
                    "status_words": step["words"],
                    "came_of_it": step["came_of_it"],
                }


def told_lines(content: Json) -> Iterator[Line]:
    for group in content["told"]:
        for line in group["lines"]:
            yield {
                "category": group["number"],
                "category_title": group["title"],
                "key": line["key"],
                "said": line["said"],
                "language": line["language"],
                "people": line["people"],
                "answer": line["answer"],
                "steps": ", ".join(step["key"] for step in line["steps"]),
            }


def signatures_lines(content: Json) -> Iterator[Line]:
    for one in content["signatures"]:
        yield {
            "title": one["title"],
            "organization": one["organization"],
            "printed_name": one["printed_name"],
            "name": one["name"],
            "date": one["date"],
            "addition": one["addition"] or "",
        }


def documents_lines(content: Json) -> Iterator[Line]:
    for one in content["documents"]:
        names = (
            "public_id",
            "title",
            "filename",
            "language",
            "made_on",
            "pages",
            "size",
            "sha256",
            "changed",
        )
        yield {name: one[name] for name in names}
