"""All partners and schools of an agreement by cohort: what is due, and what came of review after review."""

from .choices import wanted
from .listing import Reviews, gather_reviews

__all__ = ["Reviews", "gather_reviews", "wanted"]
