"""What the cycles of a partnership say of every item, compared across editions, in a fixed number of queries.

What is compared, and with what, follows each promise by its lineage; a break of it that a person made is never
compared across. Pages, documents and what is public read the same answers.
"""
