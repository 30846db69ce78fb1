"""What was handed in of an agreement, and what of it is due."""
