"""The connection to the database and its migrations."""
