"""What trials say: best so far, luck, gains and reasons, against figures worked by hand."""

import numpy as np
import pytest
from scipy import stats

from mnist_core.search.answers import by_value, gain, leader, luck, standard_error
from mnist_core.search.ready_experiments import READY_EXPERIMENTS
from mnist_core.search.trial import Trial, TrialState, best, best_so_far, why_pruned


def trial(number, score, **values):
    state = TrialState.FINISHED if score is not None else TrialState.PRUNED
    return Trial(number, state, values, (score or 0.1,), score)


def test_best_so_far_passes_over_what_was_pruned():
    trials = [trial(0, 0.5), trial(1, None), trial(2, 0.4), trial(3, 0.7), trial(4, 0.7)]
    assert best_so_far(trials).tolist() == [0.5, 0.5, 0.7, 0.7]
    assert best(trials).number == 3
    assert best([]) is None and best_so_far([]).shape == (0,)


def test_scores_by_value_have_students_interval():
    trials = [trial(n, s, width=w) for n, (w, s) in enumerate([(1, 0.9), (2, 0.8), (1, 0.94)])]
    one, two = by_value(trials, "width")
    assert (one.value, one.mean, two.interval) == (1, pytest.approx(0.92), None)
    expected = stats.t.interval(0.95, 1, loc=0.92, scale=stats.sem([0.9, 0.94]))
    assert one.interval == pytest.approx(expected)


def test_the_leader_and_those_that_it_cannot_be_told_from():
    clear = [trial(n, s, width=n // 3) for n, s in enumerate([0.5, 0.51, 0.52, 0.9, 0.91, 0.92])]
    assert leader(by_value(clear, "width")) == (1, [])
    close = [trial(n, s, width=n // 3) for n, s in enumerate([0.8, 0.9, 0.97, 0.88, 0.9, 0.92])]
    assert leader(by_value(close, "width")) == (1, [0])


def test_luck_by_hand():
    """Two settings, two seeds: the better on average loses in one of the four ways."""
    scores = [(0.001, 1, 0.90), (0.001, 2, 0.94), (0.01, 1, 0.92), (0.01, 2, 0.95)]
    trials = [trial(n, s, learning_rate=r, seed=k) for n, (r, k, s) in enumerate(scores)]
    found = luck(trials)
    assert (found.ways, found.other) == (4, 1)  # only 0.94 against 0.92
    assert found.share == 0.25
    assert found.optimism == pytest.approx(0.95 - (0.92 + 0.95) / 2)
    ties = luck([trial(n, 0.9, learning_rate=n // 2, seed=n % 2) for n in range(4)])
    assert ties.share == 0.5  # equally good ones are chosen equally often
    assert luck(trials[:2]) is None


def test_gain_and_standard_error():
    trials = [trial(0, 0.9, examples=1), trial(1, 0.8, examples=1), trial(2, 0.95, examples=2)]
    assert gain(trials, {"examples": 1}, {"examples": 2}) == pytest.approx(0.1)
    assert gain(trials, {"examples": 1}, {"examples": 3}) is None
    assert standard_error(0.9, 100) == pytest.approx(stats.binom.std(100, 0.9) / 100)


def test_the_reason_for_pruning_names_the_median():
    others = [(0.5, 0.6), (0.7, 0.8), (0.9,)]
    said = "after epoch 2 its best was 65.00%, below 70.00%, the median of 2"
    assert why_pruned((0.65, 0.6), others) == said


@pytest.mark.parametrize("id", READY_EXPERIMENTS)
def test_every_question_is_answered_once_its_trainings_are_done(id):
    """With scores that grow along the grid the answer is known; without any there is none."""
    question = READY_EXPERIMENTS[id]
    plans = question.plans(None)
    assert sum(plan.trials for plan in plans.values()) <= 32  # minutes
    found = {}
    for end, plan in plans.items():
        values = plan.fixed() if plan.sampler == "grid" else [{"learning_rate": 0.01}] * 16
        scores = np.linspace(0.8, 0.95, len(values))
        found[end] = [
            trial(n, float(s), **v) for n, (s, v) in enumerate(zip(scores, values, strict=True))
        ]
        for it in plan.fixed():
            plan.config(it)  # the training can be
    answer = question.answer(found, 500)
    assert answer.sentence.endswith(".") and 0 <= answer.right < len(question.guesses)
    assert question.answer({end: [] for end in plans}, 500) is None
    if len(plans) == 1 and question.varied == id:
        assert answer.right == len(question.guesses) - 1  # the last value has the highest scores
