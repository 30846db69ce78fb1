"""A State of the Partnership with chosen parts."""

from dataclasses import replace

from reports.gather.report import PARTS


def with_parts(report, *keys):
    """With these alone; with all of them where none is named."""
    left_out = frozenset(part.key for part in PARTS if keys and part.key not in keys)
    return replace(report, chosen=replace(report.chosen, left_out=left_out))
