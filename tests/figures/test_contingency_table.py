import numpy as np

from mnist_core.evaluation.comparison import compare
from mnist_core.evaluation.metrics import evaluate
from mnist_core.figures.contingency_table import disputed
from mnist_core.figures.palette import LIGHT


def comparison(first, second):
    labels = np.zeros(len(first), int)
    return compare(*(evaluate(np.eye(10)[answers], labels) for answers in (first, second)))


def test_the_disputed_digits_and_the_middle_between() -> None:
    figure = disputed(comparison([0, 0, 0, 1, 0, 1], [1, 1, 1, 0, 0, 1]), "A", "B", LIGHT)
    assert [(bar.name, bar.x) for bar in figure.data] == [("only A", (3,)), ("only B", (1,))]
    assert figure.layout.shapes[0].x0 == 2


def test_nothing_disputed() -> None:
    figure = disputed(comparison([0, 1], [0, 1]), "A", "B", LIGHT)
    assert [bar.x for bar in figure.data] == [(0,), (0,)]
