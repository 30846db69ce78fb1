"""The latest result of a partnership that is final: its ratings with their words, strengths and areas of focus."""

from collections.abc import Sequence
from typing import Any

from actionsteps.models import ActionStep
from assessments.highlights.points import with_points
from assessments.models import Assessment, HighlightKind
from assessments.rating.tally import Tally
from assessments.rounds import rounds_of
from assessments.trends.changes import ItemChange
from core.words import natural
from partnerships.models import Partnership, RatingLevel, RatingScale
from reports.gather.ahead import steps_serving
from reports.gather.changed import changed_since
from reports.gather.goals import goals_for
from reports.gather.ratings import PrintedItem, RatedCategory, rated_categories, tally_of, with_levels

from .text import Json, day


def latest_result(partnership: Partnership) -> Assessment | None:
    """What counts of the newest round in which it is final and nobody is to hand in anything: the joint assessment
    or, without a conference, that of one side."""
    rows = partnership.assessments.for_rounds().with_partnership()
    rounds = sorted(rounds_of(partnership, rows), key=lambda one: one.cycle.period.start, reverse=True)
    return next((one.standing for one in rounds if one.standing), None)


def assessed(assessment: Assessment) -> Json:
    """What it is the result of. Of the day only the month is given where no more is known."""
    period, on = assessment.cycle.period, day(assessment.date)
    return {
        "period": period.name,
        "period_word": period.word,
        "edition": assessment.cycle.edition.label,
        "perspective": assessment.perspective,
        "date": on[:7] if assessment.date_is_month else on,
    }


def ratings_of(assessment: Assessment, *, with_comments: bool) -> Json:
    """In three queries, and one or two more where items have scales of their own or are for schools."""
    scale = with_levels(assessment.cycle.edition.scale)
    categories = rated_categories(assessment)
    printed = [line for category in categories for line in category.items]
    own = {line.scale for line in printed if line.scale}
    return {
        **assessed(assessment),
        "scale": _scale(scale),
        "other_scales": [_scale(one) for one in sorted(own, key=lambda one: natural(one.name))],
        "total": _tally(tally_of(printed, scale)),
        "categories": [_category(one, scale, with_comments=with_comments) for one in categories],
    }


def state_of(assessment: Assessment, *, steps: Sequence[ActionStep], with_changes: bool) -> Json:
    """Strengths and areas of focus, each with the references of the items it speaks of and the keys of those of the
    `steps` that come from it or serve them; the goals presented at the forum; and, with changes, what changed since
    the final result before."""
    found: dict[str, list[Json]] = {kind: [] for kind in HighlightKind.values}
    highlights = with_points(assessment.highlights.all())
    for highlight, serving in zip(highlights, steps_serving(highlights, steps), strict=True):
        found[highlight.kind].append(
            {
                "key": highlight.public_id,
                "text": highlight.text,
                "items": [point.name for point in highlight.points if point.is_item],
                "steps": [step.lineage for step in serving],
            }
        )
    goals = goals_for(assessment, (), ()).goals
    return {
        **assessed(assessment),
        "strengths": found[HighlightKind.STRENGTH],
        "focus": found[HighlightKind.FOCUS],
        "goals": [{"area": one.area, "text": one.text, "older": one.older} for one in goals if one.text],
        "changed": _changed(assessment) if with_changes else None,
    }


def _changed(assessment: Assessment) -> Json | None:
    changed = changed_since(assessment)
    if changed is None:
        return None
    return {
        "before": changed.before,
        "perspective": changed.whose,
        "rose": [_change(one) for one in changed.rose],
        "fell": [_change(one) for one in changed.fell],
        "stayed": changed.stayed,
        "apart": changed.apart_count,
        "why_apart": changed.why_apart,
    }


def _change(one: ItemChange) -> Json:
    return {
        "reference": one.item.reference,
        "key": one.item.lineage,
        "title": one.item.title,
        "text": one.item.text,
        "before": _level(one.before) if one.before else None,
        "now": _level(one.now) if one.now else None,
    }


def _scale(scale: RatingScale) -> Json:
    return {
        "name": scale.name,
        "met_from": scale.met_from,
        "flag_symbol": scale.flag_symbol,
        "flag_label": scale.flag_label,
        "levels": [_level(level) for level in scale.levels.all()],
    }


def _level(level: RatingLevel) -> Json:
    return {
        "code": level.code,
        "value": level.value,
        "label": level.label,
        "words": level.words,
        "colour": level.colour,
    }


def from_highest(levels: Sequence[Json], scale: Json) -> list[Json]:
    """Levels of a tally, those that are no score at the end."""
    scores = {level["code"] for level in scale["levels"] if level["value"] is not None}
    from_last = levels[::-1]
    return [
        *(level for level in from_last if level["code"] in scores),
        *(level for level in from_last if level["code"] not in scores),
    ]


def _tally(tally: Tally) -> Json:
    return {
        "total": tally.total,
        "rated": tally.judged,
        "met": tally.met,
        "levels": [
            {"code": level.code, "label": level.label, "colour": level.colour, "count": count}
            for level, count in tally.levels
        ],
    }


def _category(category: RatedCategory, scale: RatingScale, *, with_comments: bool) -> Json:
    return {
        "number": category.category.number,
        "title": category.category.title,
        "tally": _tally(category.tally),
        "groups": [
            {"for": subject, "items": [_item(line, scale, with_comments=with_comments) for line in lines]}
            for subject, lines in category.groups
        ],
    }


def _item(line: PrintedItem, scale: RatingScale, *, with_comments: bool) -> Json:
    """`rated_categories` leaves out comments that stay inside."""
    item, rating = line.item, line.rating
    given: dict[str, Any] = {"level": None, "printed_as": "", "flag": "", "as_in": "", "comment": ""}
    if rating:
        given = {
            "level": _level(line.level) if line.level else None,
            "printed_as": rating.printed_as,
            "flag": (line.scale or scale).flag_label if rating.flag else "",
            "as_in": str(rating.as_in or ""),
            "comment": rating.comment if with_comments else "",
        }
    return {
        "reference": item.reference,
        "key": item.lineage,
        "depth": item.depth,
        "title": item.title,
        "text": item.text,
        "kind": item.goal_word if not item.parent_id else "",
        "is_rated": bool(item.is_rated or rating),
        **given,
    }
