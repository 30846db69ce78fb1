"""What stands beside each item of a workbook for reading: its level a cycle earlier."""

from assessments.rating.previous_ratings import PreviousRating, PreviousRatings

HEADING = "Level before"


def heading_of(previous: PreviousRatings | None) -> str:
    """“Level before: September 2023, joint assessment”."""
    if previous is None or previous.assessment is None:
        return HEADING
    return f"{HEADING}: {previous.whose}"


def level_before(then: PreviousRating | None) -> str:
    """“2”, “3 *”, “2 (as 3.7)”, “not rated”: the level, and what to know before today's is compared with it."""
    if then is None:
        return ""
    if then.is_new:
        return "new"
    if then.level is None:
        return "not rated" if then.says_something else ""
    flag = f" {then.scale.flag_symbol}" if then.rating and then.rating.flag and then.scale.flag_label else ""
    note = ""
    if then.is_on_another_scale:
        note = " (another scale)"
    elif then.obstacle:
        note = " (not comparable)"
    elif then.was:
        note = f" (as {then.was})"
    elif then.wordings:
        note = " (other words)"
    return f"{then.level.code}{flag}{note}"
