"""The administration of plans and feedback."""

from . import plans

__all__ = ["plans"]
