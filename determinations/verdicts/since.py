"""What would be otherwise, were a frozen determination worked out now. It is said beside it and changes nothing."""

from collections.abc import Iterator

from django.utils.text import capfirst

from determinations.rules.working import CriterionShown, Working


def differences(kept: Working, now: Working) -> list[str]:
    """In sentences; none where nothing would."""
    found = list(dict.fromkeys(_figures(kept, now)))
    if kept.outcome != now.outcome:
        found.append(f"By the rules it would be {now.outcome or 'no outcome'} now.")
    return found


def _figures(kept: Working, now: Working) -> Iterator[str]:
    for was, is_ in zip(_criteria(kept), _criteria(now), strict=False):
        if was.figure != is_.figure:
            yield f"{capfirst(was.quantity)}: {was.figure_within} then, {is_.figure_within} now."


def _criteria(working: Working) -> Iterator[CriterionShown]:
    """In the order of the rules, which are those of one edition and never change."""
    for outcome in working.outcomes:
        for method in outcome.methods:
            yield from method.criteria
