"""What the first page needs is loaded before anybody asks for it."""

from mnist_core.network.forward import Network
from pages.ui import first_page, resources
from pages.ui.resources import digit_sets


def gone(*_: object) -> None:
    raise ValueError("This was to be loaded before.")


def test_home_finds_its_digits_and_its_network_loaded(app, monkeypatch) -> None:
    first_page.load()
    monkeypatch.setattr(digit_sets, "load_dataset", gone)
    monkeypatch.setattr(Network, "load", gone)
    assert not app().exception


def test_what_cannot_be_loaded_is_left_to_the_page(app, monkeypatch) -> None:
    resources.network.clear()
    with monkeypatch.context() as broken:
        broken.setattr(Network, "load", gone)
        first_page.load()
        assert [error.value for error in app().error] == ["This was to be loaded before."]
    assert not app().exception
