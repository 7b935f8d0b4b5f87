"""Who did what with the cases: a chained log that can be added to and never changed."""
