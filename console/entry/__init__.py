"""Entry by hand: what somebody says on the telephone, writes in a letter or tells in person becomes a case."""
