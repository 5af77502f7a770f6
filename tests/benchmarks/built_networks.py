"""The presets and 200 networks built at random: NumPy and JavaScript against Keras, and one step.

Baseline: Keras, for one digit each and random weights. Layer by layer the summary's shapes and
parameters have to be Keras' as well, or it ends. Then each learns from eight digits, once.
"""

import tensorflow as tf

from tests.editing.test_built_networks import built, disagreement, in_javascript, kinds, learns

COUNT = 200


def main() -> None:
    """Print how many there were, how far they are apart, and in how many a step ran."""
    tf.config.run_functions_eagerly(True)  # for a step or two no graph is worth its building
    networks = built(COUNT)
    found = [
        disagreement(network, told)
        for network, told in zip(networks, in_javascript(networks), strict=True)
    ]
    residual = sum("Add" in kinds(network) for network in networks)
    in_numpy, in_node = (max(column) for column in zip(*found, strict=True))
    learnt = sum(bool(learns(network.architecture)) for network in networks)
    print(f"{len(networks)} networks, {residual} of them with a sum; shapes and parameters: Keras'")
    print(f"largest difference of a probability to Keras: NumPy {in_numpy:.1e}, Node {in_node:.1e}")
    print(f"a training step ran in {learnt} of {len(networks)}")
