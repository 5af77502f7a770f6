"""A web service that reads digits for other programs: HTTP in, probabilities out, no TensorFlow."""
