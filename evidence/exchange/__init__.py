"""Values in and out of evidence tables, many at once.

A pasted block (`blocks`), a workbook and a CSV file each become cells that somebody `entered`. One `preview` says
what they would change, and saves what the person accepts of it.
"""
