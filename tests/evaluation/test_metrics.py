import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import classification_report, confusion_matrix, f1_score, log_loss

from mnist_core.evaluation.metrics import Confusion, evaluate


def certain(answers: list[int], probability: float = 0.91) -> np.ndarray:
    """Probabilities that give each answer `probability` and share the rest equally."""
    rest = np.full((len(answers), 10), (1 - probability) / 9)
    rest[np.arange(len(answers)), answers] = probability
    return rest


LABELS = [0, 0, 0, 1, 1, 9, 9, 9, 9, 4]
ANSWERS = [0, 0, 1, 1, 1, 9, 9, 4, 4, 9]


@pytest.fixture
def worked():
    """Ten digits worked by hand: 6 right; 0→1 once, 9→4 twice, 4→9 once."""
    probabilities = certain(ANSWERS)
    probabilities[7] = certain([4], 0.55)[0]
    return evaluate(probabilities, np.array(LABELS))


def test_accuracy_loss_and_baseline_by_hand(worked) -> None:
    assert (len(worked), worked.right, worked.accuracy) == (10, 6, 0.6)
    assert (worked.majority.digit, worked.baseline) == (9, 0.4)
    assert worked.loss == pytest.approx(-(6 * np.log(0.91) + 3 * np.log(0.01) + np.log(0.05)) / 10)


def test_scores_by_hand(worked) -> None:
    zero, one, four, nine = (worked.digits[digit] for digit in (0, 1, 4, 9))
    assert (zero.precision, zero.recall, zero.f1) == pytest.approx((1, 2 / 3, 4 / 5))
    assert (one.precision, one.recall, one.f1) == pytest.approx((2 / 3, 1, 4 / 5))
    assert (four.precision, four.recall, four.f1) == (0, 0, 0)
    assert (nine.precision, nine.recall, nine.f1) == pytest.approx((2 / 3, 1 / 2, 4 / 7))
    assert (nine.support, nine.answered, nine.right) == (4, 3, 2)
    assert worked.macro.recall == pytest.approx((2 / 3 + 1 + 0 + 1 / 2) / 4)
    assert (worked.micro.precision, worked.micro.recall, worked.micro.f1) == pytest.approx(
        [0.6] * 3
    )


def test_matrix_has_the_truth_in_rows(worked) -> None:
    assert worked.matrix[0, 1] == 1 and worked.matrix[1, 0] == 0
    assert worked.matrix[9].tolist() == [0, 0, 0, 0, 2, 0, 0, 0, 0, 2]
    assert worked.matrix.sum() == 10


def test_confusions_are_directed_and_ordered(worked) -> None:
    assert worked.confusions[0] == Confusion(true=9, predicted=4, count=2)
    assert set(worked.confusions[1:]) == {Confusion(0, 1, 1), Confusion(4, 9, 1)}


def test_misclassified_surest_first(worked) -> None:
    assert worked.misclassified.tolist() == [2, 8, 9, 7]  # 7 was the least sure


def test_of_pair(worked) -> None:
    assert worked.of_pair(9, 4).tolist() == [8, 7]
    assert worked.of_pair(0, 0).tolist() == [0, 1]
    assert worked.of_pair(9, None).tolist() == [8, 7]
    assert worked.of_pair(None, 9).tolist() == [9]
    assert worked.of_pair(None, None).tolist() == worked.misclassified.tolist()
    assert worked.of_pair(3, 5).tolist() == []
    assert sum(len(worked.of_pair(t, p)) for t in range(10) for p in range(10)) == 10


def test_what_no_digit_tells_is_unknown(worked) -> None:
    two = worked.digits[2]
    assert np.isnan([two.precision, two.recall, two.f1]).all()
    assert two.recall_interval == (0, 1)


def test_all_right() -> None:
    evaluation = evaluate(certain(list(range(10))), np.arange(10))
    assert (evaluation.accuracy, evaluation.macro.f1, evaluation.micro.f1) == (1, 1, 1)
    assert evaluation.accuracy_interval.high == 1 > evaluation.accuracy_interval.low
    assert evaluation.confusions == () and evaluation.misclassified.size == 0


def test_all_wrong_and_sure_of_it() -> None:
    evaluation = evaluate(np.eye(10)[(np.arange(10) + 1) % 10], np.arange(10))
    assert (evaluation.accuracy, evaluation.macro.f1) == (0, 0)
    assert evaluation.accuracy_interval.low == 0 < evaluation.accuracy_interval.high
    assert evaluation.loss == pytest.approx(16.118, abs=1e-3)  # -log 1e-7: finite
    assert len(evaluation.misclassified) == 10


def test_loss_is_the_mean_of_the_losses_and_lies_in_its_interval(worked) -> None:
    assert worked.loss == pytest.approx(worked.losses.mean()) and len(worked.losses) == 10
    assert worked.loss_interval.low < worked.loss < worked.loss_interval.high
    low, high = worked.macro_intervals.f1
    assert low < worked.macro.f1 < high


def test_one_digit_has_no_interval_for_its_loss() -> None:
    alone = evaluate(certain([3]), np.array([3]))
    assert alone.loss_interval is None and alone.macro_intervals.recall is None


def test_shared_arrays_cannot_be_changed(worked) -> None:
    for array in (worked.matrix, worked.labels, worked.predicted, worked.misclassified):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_read_only_probabilities_are_not_copied() -> None:
    probabilities = certain([1, 2])
    probabilities.flags.writeable = False
    assert evaluate(probabilities, np.array([1, 2])).probabilities is probabilities


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 200))
def test_equals_scikit_learn(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    labels = random.integers(0, random.integers(1, 11), count)
    probabilities = random.dirichlet(np.full(10, 0.3), count)
    evaluation = evaluate(probabilities, labels)
    expected = classification_report(
        labels, probabilities.argmax(1), labels=range(10), output_dict=True, zero_division=np.nan
    )
    for digit in evaluation.digits:
        row = expected[str(digit.digit)]
        found = (digit.precision, digit.recall, digit.f1, digit.support)
        wanted = (row["precision"], row["recall"], row["f1-score"], row["support"])
        assert found == pytest.approx(wanted, nan_ok=True)
        assert digit.right == evaluation.matrix[digit.digit, digit.digit]
    macro, micro = expected["macro avg"], evaluation.accuracy
    found = (evaluation.macro.precision, evaluation.macro.recall, evaluation.macro.f1)
    assert found == pytest.approx((macro["precision"], macro["recall"], macro["f1-score"]))
    answers = probabilities.argmax(1)
    assert f1_score(labels, answers, average="micro") == pytest.approx(micro)
    assert (
        evaluation.matrix.tolist() == confusion_matrix(labels, answers, labels=range(10)).tolist()
    )
    clipped = np.maximum(probabilities, 1e-7)
    assert evaluation.loss == pytest.approx(
        log_loss(labels, clipped / clipped.sum(1, keepdims=True), labels=range(10)), abs=1e-5
    )
    assert sum(kind.count for kind in evaluation.confusions) == len(evaluation.misclassified)


@pytest.mark.parametrize(
    ("probabilities", "labels", "sentence"),
    [
        (np.zeros((0, 10)), np.zeros(0, int), "There are no digits to evaluate on"),
        (np.zeros((3, 10)), np.zeros(2, int), r"2 digits need probabilities of shape \(2, 10\)"),
        (np.zeros((2, 9)), np.zeros(2, int), "not .2, 9."),
        (np.zeros((2, 10)), np.array([0, 10]), "from 0 to 9"),
        (np.zeros((2, 10)), np.array([0.0, 1.0]), "whole numbers"),
        (np.full((2, 10), np.nan), np.array([0, 1]), "not numbers"),
    ],
)
def test_unusable_arrays_are_refused_in_one_sentence(probabilities, labels, sentence) -> None:
    with pytest.raises(ValueError, match=sentence):
        evaluate(probabilities, labels)


def test_evaluating_imports_neither_scikit_learn_nor_scipy() -> None:
    """They cost seconds and 130 MB in the web process, for what a few lines of NumPy do."""
    code = (
        "import sys, numpy as np\n"
        "from mnist_core.evaluation.metrics import evaluate\n"
        "from mnist_core.evaluation.report import text\n"
        "text(evaluate(np.eye(10), np.arange(10)))\n"
        "sys.exit('sklearn' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
