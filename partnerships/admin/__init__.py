"""The administration of agreements: the product in which their text is written."""

from . import editions, people, scales, text

__all__ = ["editions", "people", "scales", "text"]
