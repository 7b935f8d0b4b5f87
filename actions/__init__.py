"""Rasa actions: flat, pure, words out."""
