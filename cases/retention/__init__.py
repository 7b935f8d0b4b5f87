"""How long what was said is kept, what holds it longer, and how it goes for good."""
