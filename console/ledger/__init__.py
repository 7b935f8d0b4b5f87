"""The rectification ledger: how far each item is, and everything that can be done to one."""
