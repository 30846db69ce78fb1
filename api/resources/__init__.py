"""What can be read, by noun. Each asks the functions that the pages ask."""
