"""Networks: layer specs that know their arithmetic, the seed networks, the NumPy forward pass."""
