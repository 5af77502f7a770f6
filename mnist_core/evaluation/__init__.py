"""How good a network is, and how sure we can be of that."""
