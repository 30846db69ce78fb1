"""One step: how it is written, changed, split and merged."""
