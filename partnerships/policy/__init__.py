"""The answers to what a plan leaves to the agency."""
