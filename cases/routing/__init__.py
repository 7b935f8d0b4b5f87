"""Which queue a new case waits in, and whom its words speak of (domain.md 4)."""
