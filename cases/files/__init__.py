"""Files that citizens send: what they are, a copy that names nobody, a small picture, a scan; bytes in, bytes out."""
