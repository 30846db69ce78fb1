"""The administration of agreements: the product in which their text is written."""

from . import addenda, agreements, cohorts, contradictions, editions, people, policy, scales, text

__all__ = [
    "addenda",
    "agreements",
    "cohorts",
    "contradictions",
    "editions",
    "people",
    "policy",
    "scales",
    "text",
]
