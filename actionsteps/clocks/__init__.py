"""Clocks: how long something may take, from what happened to what is to be done; and the cases in which they run.

days       which days count: school days, business days, months that end
counting   when a span is over, with days on which it stood still
reckoning  one clock as it stands: what happened to it, line by line, and when it is due
targets    the internal target beside a rule: whether it is looser
deeds      what people do to a clock
cases      opening a case, what is corrected, closing it
listing    the cases of a partnership, the most urgent first
school_years  a school year, as a person enters it
names      a local number is no name
"""
