"""Small counts: what of a table of figures the public may read, without records, models or database.

`suppress` takes the cells that would be published and how they add up, and says which of them are hidden.
Why it is done so: `docs/decisions/small-counts.md`.
"""
