"""What the first page of a new server needs, loaded before anybody asks for it."""

from contextlib import suppress

from mnist_core.figures.journey import stops
from mnist_core.figures.journey_drawing import drawings
from mnist_core.figures.palette import PALETTES
from mnist_core.stand_in import stand_in
from pages.ui import frame, resources
from pages.ui.components.journey_values import journey_values


def load() -> None:
    """Draw Home's picture once for nobody: all that it is made of stays loaded.

    What is wrong with the home, the digits or the network is passed over: the page says it.
    """
    frame.built_pages()
    with suppress(ValueError):
        stand_in()
        image = resources.split(resources.SPLITS[0]).images[0]
        found = stops(image, resources.network(resources.DEFAULT_NETWORK).activations(image))
        for palette in PALETTES.values():
            journey_values.message(found, drawings(found, palette), "", palette)
