"""Open cases that say nearly the same."""
