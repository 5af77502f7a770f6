"""Networks: layer specs that know their arithmetic, named ones, the NumPy forward pass."""
