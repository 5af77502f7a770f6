"""Questions about what a layer is for: the same network without it, or beside another network."""

from __future__ import annotations

from mnist_core.data.digits import Dataset
from mnist_core.lessons.lesson import Key
from mnist_core.lessons.questions.asked import DoesNotApply, question
from mnist_core.lessons.questions.scale_of_choices import choice, number
from mnist_core.lessons.questions.shape_changes import poolings
from mnist_core.network.architectures import MLP
from mnist_core.network.forward import Network
from mnist_core.network.layers import Dropout
from mnist_core.network.summary import summary


def _behind(times: float) -> str:
    if times == 1:
        return "and here nothing behind it counts the cells of a map"
    return "but what comes behind it reads fewer values"


@question()
def weights_without_pooling(network: Network, dataset: Dataset) -> Key:
    """How many times as many weights would the network have without its pooling layers?"""
    architecture = network.architecture
    pools = {row.layer.name for row in poolings(architecture)}
    kept = tuple(it for it in architecture.layers if it.name not in pools)
    without = sum(row.parameters for row in summary(kept, architecture.input_shape))
    times = without / architecture.parameters
    return number(
        round(times, 1),
        f"{architecture.parameters:,} weights would become {without:,}, {times:.1f} times "
        f"as many. Pooling has no weights itself; {_behind(times)}.",
        {1.0: "Pooling has no weights, but it decides how much a dense layer has to read."},
        within=max(0.5, 0.15 * times),
    )


@question()
def more_weights_than_mlp(network: Network, dataset: Dataset) -> Key:
    """Has this network more weights than the multilayer perceptron of document 003?"""
    mine, other = network.architecture.parameters, MLP.parameters
    if mine == other:
        raise DoesNotApply("This network has as many weights as the perceptron: compare another.")
    more, fewer = "Yes, it has more", "No, it has fewer"
    return choice(
        more if mine > other else fewer,
        (more, fewer),
        f"{network.architecture.title} has {mine:,} weights, the perceptron {other:,}: "
        f"{mine / other:.2f} times as many. A convolution has few weights for what it does; a "
        "network of convolutions and dense layers may still have many.",
        {
            fewer: "Each filter is small, but the dense layer behind them is not.",
            more: "Sharing one filter over all places saves weights.",
        },
    )


@question()
def dropout_factor(network: Network, dataset: Dataset) -> Key:
    """In training, by what does dropout multiply the values that survive?"""
    drops = [it for it in network.architecture.layers if isinstance(it, Dropout)]
    if not drops:
        raise DoesNotApply(f"{network.architecture.title} has no dropout.")
    rate = drops[-1].rate
    factor = 1 / (1 - rate)
    return number(
        factor,
        f"{drops[-1].name} drops {100 * rate:.0f} of 100 values and multiplies the others by "
        f"1 / (1 − {rate:g}) = {factor:.3g}, so that their sum stays what it was. When the network "
        "reads, nothing is dropped and nothing is scaled.",
        {
            1 - rate: "That was the first version of 2014, which scaled when reading.",
            1.0: "Then the layer behind would get too little in training.",
        },
        within=0.02,
        facts=f"{drops[-1].name} drops {100 * rate:.0f} of 100 values.",
    )
