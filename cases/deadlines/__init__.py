"""The limits of domain.md 2.4: when each begins, stops, is met, is late, and who is told."""
