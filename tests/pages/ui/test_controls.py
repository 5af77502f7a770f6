"""Text from outside, as Markdown shows it."""

from pages.ui import controls


def test_plain_escapes_and_shortens() -> None:
    assert controls.plain("a*b [c](d)") == r"a\*b \[c\]\(d\)"
    assert len(controls.plain("x" * 500)) == 200
