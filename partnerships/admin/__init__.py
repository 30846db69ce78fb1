"""The administration of agreements: the product in which their text is written."""

from . import addenda, editions, people, scales, text

__all__ = ["addenda", "editions", "people", "scales", "text"]
