"""Workbooks that Accord makes for people and takes back from them, whatever they hold.

`cells`, `styles`, `heights` and `first_sheet` make them, and `still` gives their bytes. `unpacking` and `package`
open a file that somebody sent and trust nothing in it; `number_formats` and `date_formats` say what a person saw in
its cells, and `entries` what they typed there.
"""
