"""What ./huiyin can be told to do: each command puts together the parts it needs."""
