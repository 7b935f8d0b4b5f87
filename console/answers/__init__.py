"""The desk of those who keep answers right: missed questions, answers, trying, publishing, bulletins."""
