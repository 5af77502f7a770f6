"""Numbers as people read them."""


def percent(share: float) -> str:
    """A share (0 to 1) in three significant digits: "97.8 %"; only what is whole is "100 %"."""
    if share != share:
        return "unknown"
    if share in (0, 1):
        return f"{100 * share:.0f} %"
    text = f"{100 * share:#.3g}"  # with the zeros that say how exact it is: 99.0
    if text == "100.":
        return "> 99.9 %"
    return f"{text} %" if share >= 0.0005 else "< 0.05 %"


def between(span: tuple[float, float] | None) -> str:
    """Two shares as a range, "97.0 to 98.4 %"; "not known" where there is none."""
    if span is None or span[0] != span[0] or span[1] != span[1]:
        return "not known"
    low, high = map(percent, span)
    return low if low == high else f"{low.removesuffix(' %')} to {high}"
