"""What the timeline of an action says, and the days of a step that repeats."""
