"""An assessment as an Excel workbook, and back.

`layout` says what stands where; `write` makes the file from its sheets: `about`, `summary`, and for each category
one with the level `before`. `read` and `summary` find what was `entered` in one that somebody sent; `preview` and
`summary_changes` compare it with what is saved, and save what a person accepts. Files and what a person saw in
their cells are `core.workbooks`.
"""
