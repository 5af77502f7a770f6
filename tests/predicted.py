"""What the command predict printed."""


def probabilities(output):
    """What `predict` printed, by digit, in its order."""
    return {int(digit): float(p) for digit, p in map(str.split, output.splitlines()[:10])}
