"""What a partnership makes public, and how.

parts       what a director may publish, and what starts out left out
content     the whole of it as plain JSON (`PublicRecord.content`), gathered for everybody; its shape stands there
text        of it the agreement and its signatures
results     the ratings, strengths and areas of focus
evidence    which evidence: of its tables, its profile, or the plan of the whole
measured    the tables, with small counts hidden and without what is embargoed
plans       the same of a plan that many partners share
doing       the action steps, and “you said, we did”
papers      the documents that may be downloaded
places      what it says by place: what may tell a small count, and what differs from what is public now
publishing  publishing what was looked at, and withdrawing it
site        the pages, made of one record each
"""
