"""What a training step makes smaller, from labels and scores: TensorFlow, differentiable."""

from collections.abc import Callable
from types import MappingProxyType

from mnist_core.training.keras_setup import tf
from mnist_core.training.outliers import NO_DIGIT


def _cross_entropy(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)


def _log_likelihood(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """The negative log-likelihood of the log-softmax: the cross-entropy, the long way round."""
    return -tf.gather(tf.nn.log_softmax(logits), labels, batch_dims=1)


def _squared_error(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """Mean over the ten classes of (probability − 1 or 0)²."""
    wanted = tf.one_hot(labels, logits.shape[-1])
    return tf.reduce_mean(tf.square(tf.nn.softmax(logits) - wanted), axis=1)


LOSSES = MappingProxyType(
    {"cross_entropy": _cross_entropy, "nll": _log_likelihood, "squared_error": _squared_error}
)
"""The loss of each digit, from labels and logits, by its name in a recipe."""


def with_no_digit(labels: tf.Tensor, scores: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Labels of digits and of the outliers behind them; all scores, and 0 for "no digit" as well.

    Against a fixed 0 the network can only be right about an outlier by giving all ten digits a
    lower score; that of a digit is then its log-odds against being none.
    """
    outliers = tf.shape(scores)[0] - tf.shape(labels)[0]
    answers = tf.pad(labels, [[0, outliers]], constant_values=NO_DIGIT)
    return answers, tf.pad(scores, [[0, 0], [0, 1]])


def by_chance(loss: Callable[..., tf.Tensor], labels: tf.Tensor, scores: tf.Tensor) -> tf.Tensor:
    """The loss that is to be expected where each label is drawn from all answers alike."""
    answers = range(int(scores.shape[-1] or 0))
    drawn = [tf.fill(tf.shape(labels), tf.constant(it, tf.int64)) for it in answers]
    return tf.add_n([tf.reduce_mean(loss(it, scores)) for it in drawn]) / len(drawn)


def certainty(labels: tf.Tensor, probabilities: tf.Tensor) -> tf.Tensor:
    """The probability that the right answer gets, for every digit."""
    return tf.gather(probabilities, labels, batch_dims=1)


def share_right(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """The share of digits whose label has the largest score."""
    return tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, axis=1), labels), tf.float32))
