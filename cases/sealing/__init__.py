"""What only named people may read: a key for each case, wrapped once for each of them (architecture decision 11)."""
