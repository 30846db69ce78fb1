"""What families and others said, and what becomes of it.

listing    all of it, by what became of it
outcomes   what became of each: the steps that answer it, and how far these are
forms      what is entered
deciding   answering, declining, releasing to families, setting aside
merging    several that say the same, under one statement
linking    the steps that answer it
told       “You said, we did”
"""
