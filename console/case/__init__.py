"""One case: what was said in it, what is known of it, and what can be done with it now."""
