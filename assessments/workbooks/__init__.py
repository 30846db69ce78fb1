"""An assessment as an Excel workbook, and back.

`layout` says what stands where; `write` makes the file from its sheets: `about`, `summary`, and for each category
one with the level `before`. `unpacking` and `package` open a file that somebody sent and trust nothing in it;
`number_formats` and `date_formats` say what a person saw in its cells. `read` and `summary` find what was
`entered`; `preview` and `summary_changes` compare it with what is saved, and save what a person accepts.
"""
