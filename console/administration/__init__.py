"""What keeps the office running, apart from its cases: each administrator sees their own part and no other."""
