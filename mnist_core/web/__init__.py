"""What a browser is given: scripts linked into one, networks and digits as messages, pages."""
