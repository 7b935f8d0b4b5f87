"""What staff can do to one case and what they are told of it, for the command line and for the console."""
