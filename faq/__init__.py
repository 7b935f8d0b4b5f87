"""The desk of those who keep answers right: training data, misses, publishing."""
