"""A published rectification bulletin: its parts, items, sentences, figures, documents and contacts."""
