"""Pages for everybody: the web chat, how the rectification stands, and the door for Telegram's calls."""
