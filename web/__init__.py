"""What both web applications are built on."""
