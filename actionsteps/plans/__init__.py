"""A plan as its document prints it, its versions, and the order of its steps."""
