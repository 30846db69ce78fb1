"""The files that show a value: what may be one, keeping them, deleting them with a trace."""
