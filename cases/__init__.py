"""What is true and what may happen; knows no channel and no page."""
