"""A plan as an Excel workbook, and back.

`layout` says what stands where, and `standing` what a plan says there now; `write` makes the file. `read` finds
what somebody `entered` in one; `values` says what is meant by it, and `entering` puts it into the forms of a step.
`preview` compares it with what stands, which gives the `changes`, and `save` saves what a person accepts of them.
"""
