"""Ready experiments: a question, something to guess, the searches that answer it, and the answer.

All but one train the Keras CNN, on a thousand digits for five epochs, so that each takes minutes
on two cores. What holds there need not hold for a long training on all digits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from mnist_core.data.digits import Provenance
from mnist_core.network.architectures import KERAS_CNN, MLP
from mnist_core.network.recipe import Recipe
from mnist_core.network.sequential import Architecture
from mnist_core.search.answers import by_value, gain, leader, luck, standard_error
from mnist_core.search.search_plan import SearchPlan
from mnist_core.search.space import SEARCHED, Dimension, Value
from mnist_core.search.trial import Trial, best
from mnist_core.training.config import TrainingConfig

SEEDS = Dimension("seed", (1, 2, 3))
RECIPE = Recipe(optimizer="adam", learning_rate=0.001, batch_size=32, epochs=5)
EXAMPLES = 1_000
SEARCH_SEED = 14
Trials = Mapping[str, Sequence[Trial]]


@dataclass(frozen=True)
class Answer:
    """What the figures say, and which of the guesses was right; None where none of them was."""

    sentence: str
    right: int | None


@dataclass(frozen=True)
class ReadyExperiment:
    """A ready experiment.

    Attributes
    ----------
    id, title : its name in links, and for people
    question : one sentence that ends in a question mark
    guesses : what can be guessed before
    look : what to look at in the charts
    varied : the setting on the axis of its chart; empty where the searches themselves are compared
    searches : by what is added to their name: space, sampler and number of trials
    network : what is trained
    answer : finds the answer in the trials of each search and the number of validation digits;
        None while too little has been trained
    """

    id: str
    title: str
    question: str
    guesses: tuple[str, ...]
    look: str
    varied: str
    searches: Mapping[str, tuple[tuple[Dimension, ...], str, int]]
    answer: Callable[[Trials, int], Answer | None]
    network: Architecture = KERAS_CNN

    def plans(self, provenance: Provenance | None) -> dict[str, SearchPlan]:
        """Its searches, on these digits, by what is added to their name."""
        base = TrainingConfig(self.network, RECIPE, 1, EXAMPLES, provenance)
        return {
            end: SearchPlan(base, space, sampler, trials, SEARCH_SEED, pruning=False)
            for end, (space, sampler, trials) in self.searches.items()
        }


def _grid(*space: Dimension) -> Mapping[str, tuple[tuple[Dimension, ...], str, int]]:
    return MappingProxyType({"": (space, "grid", 1)})


RATE = Dimension("learning_rate", low=1e-4, high=0.1)
RATES = RATE.cut(4)
DROPOUT = Dimension("dropout", low=0.0, high=0.75)


def _samplers(trials: Trials, digits: int) -> Answer | None:
    grid, random = (best(trials.get(end, ())) for end in (" grid", " random"))
    if not grid or not random or grid.score is None or random.score is None:
        return None
    error = standard_error((grid.score + random.score) / 2, digits)
    difference = random.score - grid.score
    right = 2 if abs(difference) < error else int(difference > 0)
    counts = [len({it.values.get("learning_rate") for it in found}) for found in trials.values()]
    return Answer(
        f"The grid's best read {grid.score:.2%} of the validation digits, random's best "
        f"{random.score:.2%}: a difference of {difference * 100:+.2f} points, where one standard "
        f"error of {digits:,} digits is {error * 100:.2f}. With as many trainings the grid tried "
        f"{counts[0]} learning rates, random {counts[1]}.",
        right,
    )


def _luck(trials: Trials, digits: int) -> Answer | None:
    found = luck(trials.get("", ()))
    if found is None:
        return None
    right = 0 if found.share < 0.1 else 1 if found.share <= 0.5 else 2
    return Answer(
        f"Tried with one seed each, another setting than the best of three seeds would have won "
        f"in {found.share:.0%} of the {found.ways:,} ways to choose the seeds. The best single "
        f"training promised {found.optimism * 100:.2f} points more than its setting keeps on "
        f"average.",
        right,
    )


def _which(name: str, values: Sequence[Value]) -> Callable[[Trials, int], Answer | None]:
    def answer(trials: Trials, digits: int) -> Answer | None:
        rows = by_value(trials.get("", ()), name)
        if len(rows) < 2:
            return None
        first, equal = leader(rows)
        label = SEARCHED[name].label
        said = f"Best on average was {label} {rows[first].value}: {rows[first].mean:.2%}"
        if equal:
            others = ", ".join(str(rows[place].value) for place in equal)
            said += f". These trainings do not tell it apart from {others}"
        worst = min(rows, key=lambda row: row.mean)
        said += f"; worst was {worst.value}, {worst.mean:.2%}."
        return Answer(said, list(values).index(rows[first].value))

    return answer


def _augmentation(trials: Trials, digits: int) -> Answer | None:
    found = trials.get("", ())
    plain = {"augmentation": "none", "examples": EXAMPLES}
    written = gain(found, plain, plain | {"augmentation": "handwriting"})
    doubled = gain(found, plain, plain | {"examples": 2 * EXAMPLES})
    if written is None or doubled is None:
        return None
    right = 2 if written <= 0 else int(written < doubled)
    return Answer(
        f"On {EXAMPLES:,} digits, writing them anew changed the score by {written * 100:+.2f} "
        f"points; {2 * EXAMPLES:,} digits instead changed it by {doubled * 100:+.2f}.",
        right,
    )


def _alone(
    name: str, question: str, look: str, *values: Value, network: Architecture = KERAS_CNN
) -> ReadyExperiment:
    return ReadyExperiment(
        network=network,
        id=name,
        title=f"{SEARCHED[name].title} alone",
        question=question,
        guesses=tuple(map(str, values)),
        look=look,
        varied=name,
        searches=_grid(Dimension(name, values), SEEDS),
        answer=_which(name, values),
    )


_READY = (
    ReadyExperiment(
        "sampler",
        "Random against grid",
        "Sixteen trainings to find a learning rate and a dropout rate: draw them at random, or "
        "lay them out as a grid of 4 × 4?",
        ("the grid finds the better one", "random finds the better one", "no difference to see"),
        "On which axis the points of the grid lie behind one another: there it learns nothing new "
        "from three trainings in four.",
        "",
        MappingProxyType(
            {
                " grid": ((RATES, DROPOUT.cut(4)), "grid", 16),
                " random": ((RATE, DROPOUT), "random", 16),
            }
        ),
        _samplers,
    ),
    ReadyExperiment(
        "seeds",
        "One seed against three",
        "Six learning rates, each tried once: how often is the “best” one only lucky?",
        ("hardly ever (under 10 %)", "now and then (10 to 50 %)", "mostly (over 50 %)"),
        "Whether the dots of one learning rate scatter more widely than the means differ.",
        "learning_rate",
        _grid(Dimension("learning_rate", (0.0005, 0.001, 0.0015, 0.002, 0.003, 0.004)), SEEDS),
        _luck,
    ),
    _alone(
        "width",
        "How wide should the hidden layers be, compared with the published network?",
        "What twice the width gains, and what it costs in weights.",
        *(0.25, 0.5, 1.0, 2.0),
    ),
    _alone(
        "depth",
        "A perceptron with every hidden layer once, twice or three times in a row: which is best?",
        "Whether more layers help at all where there are a thousand digits only.",
        *(1, 2, 3),
        network=MLP,
    ),
    _alone(
        "kernel_size",
        "How large should the kernels be?",
        "What a kernel of one pixel, which sees no neighbours, still reaches.",
        *(1, 3, 5, 7),
    ),
    _alone(
        "dropout",
        "How much dropout is best for a short training on few digits?",
        "Whether dropout helps before anything is learnt by heart.",
        *(0.0, 0.25, 0.5, 0.75),
    ),
    _alone(
        "batch_size",
        "Five epochs with batches of which size?",
        "Small batches take more steps in an epoch: here steps are what is short.",
        *(8, 32, 128, 512),
    ),
    ReadyExperiment(
        "augmentation",
        "Augmentation against more data",
        "A thousand digits: write them anew at every epoch, or take a thousand more?",
        ("writing anew gains more", "more digits gain more", "writing anew gains nothing"),
        "Where the two lines lie apart most: with few digits, or with many?",
        "examples",
        _grid(
            Dimension("augmentation", ("none", "handwriting")),
            Dimension("examples", (500, EXAMPLES, 2 * EXAMPLES)),
            Dimension("seed", (1, 2)),
        ),
        _augmentation,
    ),
)
READY_EXPERIMENTS: Mapping[str, ReadyExperiment] = MappingProxyType({it.id: it for it in _READY})
"""The ready experiments by id, in the order in which the page offers them."""
