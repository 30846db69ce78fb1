"""The administration of agreements: the product in which their text is written."""

from . import addenda, cohorts, editions, people, scales, text

__all__ = ["addenda", "cohorts", "editions", "people", "scales", "text"]
