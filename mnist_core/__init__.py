"""The core of Inside a CNN: data, networks, training, evaluation and figures, but no page."""
