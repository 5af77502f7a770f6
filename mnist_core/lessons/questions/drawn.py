"""Questions that are answered with the pen: a drawing in which the network reads what is asked."""

from __future__ import annotations

from mnist_core.data.digits import Dataset
from mnist_core.lessons.claims.wording import percent
from mnist_core.lessons.lesson import Key, Kind
from mnist_core.lessons.questions.asked import DoesNotApply, question, whole
from mnist_core.lessons.questions.errors import taken_for
from mnist_core.lessons.questions.read_digits import first_digits, probabilities
from mnist_core.network.forward import Network

MEANT = whole(4, 0, 9)


@question(meant=MEANT)
def drawn_as(network: Network, dataset: Dataset, meant: str) -> Key:
    """Draw this digit so that the network reads it."""
    digit = int(meant)
    found, labels = probabilities(network, dataset), first_digits(dataset).labels
    if not (labels == digit).any():
        raise DoesNotApply(f"There is no {digit} among the first {len(labels)} test digits.")
    mine = found[labels == digit]
    right = int((mine.argmax(axis=1) == digit).sum())
    return Key(
        Kind.DRAWING,
        str(digit),
        f"Others wrote {len(mine)} of them; it reads {right} right, with "
        f"{percent(float(mine[:, digit].mean()))} for {digit} on average.",
    )


@question(meant=MEANT)
def drawn_and_misread(network: Network, dataset: Dataset, meant: str) -> Key:
    """Draw this digit so that the network takes it for the one it mixes it up with most."""
    found = taken_for.key(network, dataset, {"meant": meant})
    return Key(
        Kind.DRAWING,
        found.answer,
        f"{found.explanation} You find such a drawing by changing one stroke at a time.",
        misled={meant: "So it should be read; change it until the network is mistaken."},
    )
