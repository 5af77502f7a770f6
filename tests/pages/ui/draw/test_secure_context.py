"""Where a browser gives a camera, after the examples of the W3C's Secure Contexts."""

import pytest

from pages.ui.draw.secure_context import secure


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/draw",
        "https://192.168.1.5:8501/draw",
        "http://localhost:8501/draw",
        "http://cnn.localhost/draw",
        "http://127.0.0.1:8501",
        "http://127.4.5.6/draw",
        "http://[::1]:8501/draw",
        None,
        "",
    ],
)
def test_a_page_that_may_have_a_camera(address) -> None:
    assert secure(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/draw",
        "http://192.168.1.5:8501/draw",
        "http://raspberry.local:8501/draw",
        "http://localhost.example.com/draw",
        "http://[fe80::1]/draw",
        "http://0.0.0.0:8501/draw",
    ],
)
def test_a_page_that_may_not(address) -> None:
    assert not secure(address)
