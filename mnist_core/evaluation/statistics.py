"""How far a measured share can be trusted."""

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

LEVEL = 0.95


class Interval(NamedTuple):
    """The range in which the true share lies, as far as the digits counted can tell."""

    low: float
    high: float


def wilson(successes: int, trials: int, level: float = LEVEL) -> Interval:
    """The range of true shares that would make `successes` out of `trials` no surprise.

    Wilson's score interval (E. B. Wilson 1927, JASA 22, 209–212): it never leaves [0, 1], and it
    says something sensible when everything was right or everything was wrong.

    Parameters
    ----------
    successes : how many of the trials succeeded
    trials : 0 trials tell nothing: the interval is then from 0 to 1
    level : how often intervals made this way hold the true share

    Raises
    ------
    ValueError
        If there are more successes than trials, or less than none.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"There cannot be {successes} successes in {trials} trials.")
    if trials == 0:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf((1 + level) / 2)  # 1.96 for 95 %
    share = successes / trials
    middle = share + z**2 / (2 * trials)
    reach = z * sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    scale = 1 + z**2 / trials
    low = 0.0 if successes == 0 else (middle - reach) / scale
    high = 1.0 if successes == trials else (middle + reach) / scale
    return Interval(low, high)
