"""The talking side: one conversation, thin channels."""
