"""The queue: saved views, filters, search, taking and giving many at once, notices, campaigns."""
