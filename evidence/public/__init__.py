"""What the public reads of a partnership's evidence, and why not all of it.

Why it is done so: `docs/decisions/small-counts.md`.
"""
