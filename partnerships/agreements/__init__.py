"""How a new agreement comes about.

starting     what it starts from, and the writes: its first edition as a draft, its scale
forms        what an administrator says to begin one
partners     partners and other parties, entered from a list of names
inviting     people invited from a list
steps        what is to be done until its first cycle runs, and what of it is done
"""
