"""Many documents in one go: of whom they can be made, asking for them, how far they are, the archive at the end."""
