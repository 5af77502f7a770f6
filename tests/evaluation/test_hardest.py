import numpy as np

from mnist_core.evaluation.hardest import hardest, readers_wrong, suspects
from mnist_core.evaluation.metrics import evaluate

LABELS = np.array([0, 1, 2, 3])
ANSWERS = np.array([[0, 7, 5, 3], [0, 7, 6, 3], [0, 7, 2, 8]])


def test_how_many_readers_are_wrong() -> None:
    assert readers_wrong(ANSWERS, LABELS).tolist() == [0, 3, 2, 1]


def test_hardest_first() -> None:
    assert hardest(ANSWERS, LABELS).tolist() == [1]
    assert hardest(ANSWERS, LABELS, at_least=1).tolist() == [1, 2, 3]
    assert hardest(ANSWERS[:, :1], LABELS[:1]).tolist() == []


def sure(answers: list[int], probability: float) -> np.ndarray:
    rest = np.full((len(answers), 10), (1 - probability) / 9)
    rest[np.arange(len(answers)), answers] = probability
    return rest


def test_suspects_need_all_networks_to_agree_and_to_be_sure() -> None:
    labels = np.array([5, 5, 5, 5])
    first = evaluate(sure([3, 3, 3, 5], 0.99), labels)
    second = evaluate(sure([3, 8, 3, 5], 0.95), labels)
    found = suspects([first, second])
    assert found.indices.tolist() == [0, 2] and found.answers.tolist() == [3, 3]
    assert np.allclose(found.confidence, 0.97)
    assert len(suspects([first, second], confident=0.98)) == 0


def test_suspects_surest_first() -> None:
    said = np.vstack([sure([3], 0.92), sure([3], 0.99)])
    assert suspects([evaluate(said, np.array([5, 5]))]).indices.tolist() == [1, 0]


def test_all_right_leaves_no_suspects() -> None:
    assert len(suspects([evaluate(np.eye(10), np.arange(10))])) == 0
