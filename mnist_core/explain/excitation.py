"""What excites a filter: the digits, and the place in each, to which it answers most strongly."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np

from mnist_core.network.forward import Network, in_batches
from mnist_core.network.summary import Row

Box = tuple[int, int, int, int]
"""First row, first column, one past the last row, one past the last column, in pixels."""


@dataclass(frozen=True, eq=False)
class Excitation:
    """The strongest answer of every filter (or unit) of a layer to every digit.

    Attributes
    ----------
    row : the layer's row in the summary
    values : float32 array of shape (n, parts), the largest value of each map
    cells : int array of shape (n, parts), where in the map it stands, read like text
    """

    row: Row
    values: np.ndarray
    cells: np.ndarray

    def strongest(self, part: int, count: int = 9) -> np.ndarray:
        """Indices of the digits with the largest values of one part, the largest first."""
        return np.argsort(-self.values[:, part], kind="stable")[:count]

    def box(self, index: int, part: int, side: int = 28) -> Box:
        """The pixels of digit `index` that the strongest cell of this part looks at."""
        field = self.row.receptive_field
        row, column = 0, 0
        if len(self.row.output_shape) == 3:
            row, column = divmod(int(self.cells[index, part]), self.row.output_shape[1])
        top, bottom = field.rows.pixels(row, side)
        left, right = field.columns.pixels(column, side)
        return top, left, bottom, right


def excitation(network: Network, images: np.ndarray, name: str) -> Excitation:
    """Let a layer answer to many digits, and keep the strongest answer of each of its parts.

    Parameters
    ----------
    network : the one that reads
    images : array of shape (n, 28, 28), as for Network.predict, n at least 1
    name : the layer, such as "conv2"
    """
    rows = network.architecture.rows
    place = [row.layer.name for row in rows].index(name)
    values, cells = [], []
    for batch in in_batches(images):
        output = next(islice(network.forward(batch), place + 1, None))
        answers = output.reshape(len(output), -1, output.shape[-1])  # (digits, cells, parts)
        values.append(answers.max(axis=1))
        cells.append(answers.argmax(axis=1))
    found = Excitation(rows[place], np.concatenate(values), np.concatenate(cells))
    found.values.flags.writeable = found.cells.flags.writeable = False
    return found
