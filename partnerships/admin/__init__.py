"""The administration of agreements: the product in which their text is written."""

from . import editions, people, text

__all__ = ["editions", "people", "text"]
