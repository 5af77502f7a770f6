"""Evaluating 10,000 digits and drawing the figures, against Keras' evaluate plus scikit-learn.

Baseline: `model.evaluate` on prepared pixels, then scikit-learn's report, confusion matrix and
loss, from probabilities that it gets for nothing (a second pass of Keras would be needed for
them). Ours, cold: preparing, reading, every metric with its interval, the hundred cells and the
two figures of the page as the JSON that goes to the browser. Cached: the same once the evaluation
is known, as for every later visit. The network is keras_cnn as shipped; the digits are the 5,000
that are always there, twice over. Each side has a process of its own; ours reads in two threads
with one for the matrix products, as the app has it, and goes first and last. On a busy machine
Keras' many threads get more than their share: the processor's seconds say what was computed.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
from threadpoolctl import threadpool_limits

from mnist_core.data.sources import embedded_digits
from mnist_core.evaluation.metrics import Evaluation, evaluate
from mnist_core.evaluation.pairs import most_and_named, pairs
from mnist_core.evaluation.seed_spread import Spread
from mnist_core.network.forward import Network
from tests.benchmarks.forward import in_own_process

NETWORK = "keras_cnn"
BATCH = 500  # for Keras
Times = dict[str, list[tuple[float, float]]]
READERS = 2  # threads, as in pages/ui/resources/
REPETITIONS = 5
COLD, CACHED, BASELINE = "ours, cold", "ours, cached", "Keras evaluate + scikit-learn"


def main() -> None:
    """Print the median of each, and its ratio to the baseline."""
    times: Times = {}
    for measure in (ours, keras, ours):
        for name, seconds in in_own_process(measure, run).items():
            times.setdefault(name, []).extend(seconds)
    for kind, what in enumerate(("on the clock", "of the processor")):
        medians = {name: statistics.median(s[kind] for s in pairs) for name, pairs in times.items()}
        for name in (BASELINE, COLD, CACHED):
            ratio = medians[name] / medians[BASELINE]
            print(f"  {name:<30} {medians[name]:7.3f} s {what:<17} {ratio:6.2f} times the baseline")


def run(measure: Callable[[], Times]) -> Times:
    """In the fresh process."""
    return measure()


def digits() -> tuple[np.ndarray, np.ndarray]:
    """10,000 images with their labels."""
    known = embedded_digits()
    return np.concatenate([known.images] * 2), np.concatenate([known.labels] * 2)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and seconds of the processor in all threads."""
    begun, computed = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun, time.process_time() - computed


def ours() -> Times:
    """Seconds cold and cached."""
    images, labels = digits()
    network = Network.load(NETWORK)
    draw(evaluate(np.eye(10)[labels], labels))  # Plotly's imports are no part of it

    def cold() -> Evaluation:
        found = evaluate(network.predict(images, threads=READERS), labels)
        draw(found)
        return found

    with threadpool_limits(1, user_api="blas"):
        found = cold()
        return {
            COLD: [timed(cold) for _ in range(REPETITIONS)],
            CACHED: [timed(lambda: draw(found)) for _ in range(REPETITIONS)],
        }


def draw(found: Evaluation) -> None:
    """What the page's first two parts show."""
    from mnist_core.figures import digit_scores as figures
    from mnist_core.figures.accuracy_bars import Counted, accuracies
    from mnist_core.figures.confusion_matrix import cells
    from mnist_core.figures.palette import LIGHT

    seeds = Spread((found.accuracy,), (found.digits,), (found.macro,))
    row = Counted("it", found.right, len(found))
    accuracies([row], LIGHT, baseline=found.baseline, majority=found.majority.digit).to_json()
    figures.scores_by_digit(
        found.digits,
        "recall",
        LIGHT,
        average=found.macro.recall,
        average_interval=found.macro_intervals.recall,
        spread=[seeds.of_digit(digit, "recall") for digit in range(10)],
    ).to_json()
    assert found.loss_interval is None or found.loss_interval.low <= found.loss
    cells(found.matrix, LIGHT)
    figures.confused_pairs(most_and_named(pairs(found.matrix)), LIGHT).to_json()


def keras() -> Times:
    """Seconds of the baseline."""
    from sklearn.metrics import classification_report, confusion_matrix, log_loss

    from mnist_core.training.keras_trainer import build_model, set_weights

    images, labels = digits()
    network = Network.load(NETWORK)
    probabilities = network.predict(images).astype(float)
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    prepared = network.prepare(images)
    model = build_model(network.architecture)
    set_weights(model, network.weights)
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])

    def baseline() -> None:
        model.evaluate(prepared, labels, batch_size=BATCH, verbose=0)
        answers = probabilities.argmax(axis=1)
        classification_report(labels, answers, output_dict=True)
        confusion_matrix(labels, answers)
        log_loss(labels, probabilities)

    baseline()
    return {BASELINE: [timed(baseline) for _ in range(REPETITIONS)]}
