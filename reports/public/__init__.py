"""What a partnership makes public, and how.

parts       what a director may publish, and what starts out left out
content     the whole of it as plain JSON (`PublicRecord.content`), gathered for everybody; its shape stands there
text        of it the agreement and its signatures
results     the ratings, strengths and areas of focus
measured    the evidence, with small counts hidden and without what is embargoed
doing       the action steps, and “you said, we did”
papers      the documents that may be downloaded
places      what it says by place: what may tell a small count, and what differs from what is public now
"""
