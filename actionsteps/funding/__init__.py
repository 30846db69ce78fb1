"""Requests for money of a fund: writing one, deciding about it, saying what it did, and the list of all."""
