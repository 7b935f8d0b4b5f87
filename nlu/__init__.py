"""Rasa components: Chinese text in, an intent and a ranking of answers out."""
