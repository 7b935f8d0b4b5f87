"""Every module of tables of `cases`, so that one import knows the whole schema."""

from cases import chat_models, models

__all__ = ["chat_models", "models"]
