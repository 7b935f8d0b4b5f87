"""Who works on cases: accounts, roles, sign-in, keys."""
