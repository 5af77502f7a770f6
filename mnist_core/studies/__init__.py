"""Several trainings side by side: to put a claim to the test, or to make a network that ships."""
