"""Training: Keras in a process of its own, which writes run folders that everybody else reads."""
