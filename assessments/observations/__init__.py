"""Classes observed for a review: what the printed rule makes of each, and what is told of them by school."""
