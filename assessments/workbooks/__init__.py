"""An assessment as an Excel workbook, and back.

`layout` says what stands where, `write` makes the file, `package` opens a file that somebody sent and trusts
nothing in it, `read` finds the ratings in it, `preview` compares them with what is saved and saves what a
person accepts.
"""
