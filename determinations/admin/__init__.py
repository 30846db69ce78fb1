"""Where administrators write the rules of an edition, and try them out."""

from . import rules

__all__ = ["rules"]
