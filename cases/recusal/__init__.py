"""Who must keep out of a case: found at submission, declared, asked for by citizens, decided (domain.md 2.7)."""
