"""Benchmarks. `python -m bench` prints one line a figure, each a ratio or a count within one run."""
