"""Workbooks that Accord makes for people and takes back from them, whatever they hold.

`cells`, `styles`, `heights` and `first_sheet` make them, and `still` gives their bytes. `uploading` takes a file
that somebody sent; `unpacking` and `package` open it and trust nothing in it; `number_formats` and `date_formats`
say what a person saw in its cells, and `entries` what they typed there.
"""
