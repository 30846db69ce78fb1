"""The plan of a state or a network: all that is measured at a glance, and each with its text and figures.

reading      what stands in a plan and what is known of it, in queries that do not grow
lines        one row of evidence as the plan tells it: baseline, latest, what was set, what comes next
indicator    one indicator with its passages, definitions, years and chart
"""
