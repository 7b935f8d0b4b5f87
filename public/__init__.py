"""Pages for everybody: the web chat, and the door for Telegram's calls."""
