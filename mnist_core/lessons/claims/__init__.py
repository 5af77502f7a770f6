"""What the documents claim, put to the test: a verdict computed from figures."""
