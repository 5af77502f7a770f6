"""The script that trains a run again, with a place for everything that is the run's own."""

TEMPLATE = '''"""Trains {title} again: weights, batches and recipe of the run with seed {seed}.

Needs tensorflow (or keras with its tensorflow backend) and numpy{more}.
Written by Inside a CNN. {promise}
"""

import base64
import hashlib
import os
import sys
import zlib

os.environ["KERAS_BACKEND"] = "tensorflow"  # the run's: another one throws Dropout's dice otherwise
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # on some processors it computes wrong gradients

import keras
import numpy as np

if int(keras.__version__.split(".")[0]) < 3:
    sys.exit(f"This script needs Keras 3, not {{keras.__version__}}: pip install --upgrade keras.")
# the run's settings, whatever keras.json says here
{settings}

SEED, BATCH_SIZE, EPOCHS = {seed}, {batch_size}, {epochs}
{policy}# which digits of the source the run learnt from, and which it looked at after every epoch
{data}


def places(text):
    """Indices into the source, stored as differences."""
    return np.cumsum(np.frombuffer(zlib.decompress(base64.b64decode(text)), np.int32))


{load}
labels = labels.astype("int64")
wanted = {wanted}
{smoothed}if hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest() != "{fingerprint}":
    sys.exit("These digits are not the run's: {remedy}.")
train, validation = places(TRAIN), places(VALIDATION)


def ready(images):
    """What the first layer sees of images with pixels from 0 to 255."""
    images = images.astype("float32")[..., None] / np.float32(255)
    return {scaled}

{augmentation}
random = np.random.default_rng(SEED)


def initial(name, shape):
    """Glorot uniform kernels and constant other weights, drawn in the order of the layers."""
    if name == "kernel":
        limit = np.sqrt(6 / (np.prod(shape[:-2], dtype=int) * (shape[-2] + shape[-1])))
        return random.uniform(-limit, limit, shape).astype("float32")
    return np.full(shape, name in ("gamma", "moving_variance"), "float32")


inputs = keras.Input((28, 28, 1))
outputs = [inputs]
for layer, read in [  # every layer, and what it reads: 0 is the digit, 1 the first layer's output
{layers}
]:
{penalty}    outputs.append(layer([outputs[it] for it in read] if read[1:] else outputs[read[0]]))
    if layer.weights:
        layer.set_weights([initial(weight.name, weight.shape) for weight in layer.weights])
{frozen}{certainty}model = keras.Model(inputs, outputs[-1])
model.compile(optimizer={optimizer}, loss="{loss}", metrics=["accuracy"{metric}])
{learner}
PER_EPOCH = {per_epoch}
STEPS = EPOCHS * PER_EPOCH
RISE = max(round(0.3 * STEPS), 1)
rates = {rates}
{changes}{begin}order = np.random.default_rng([SEED, 1])


def shuffled(places):
    """These digits in the run's order, batch by batch."""
    places = places[order.permutation(len(places))]
    return [places[start : start + BATCH_SIZE] for start in range(0, len(places), BATCH_SIZE)]

{again}
step = 0
for epoch in range(EPOCHS):
    for batch in {batches}:
        model.optimizer.learning_rate = rates[step]
        {step}
        step += 1
    loss, accuracy, *_ = model.evaluate(ready(images[validation]), wanted[validation], verbose=0)
{unpenalised}    said = f"validation loss {{loss:.4f}}, accuracy {{accuracy:.4f}}"
    print(f"epoch {{epoch + 1}}: {{said}}")
{early}model.save(sys.argv[2] if len(sys.argv) > 2 else "network.keras")
'''

CERTAINTY = '''

class Certainty(keras.metrics.Metric):
    """The probability of the right answer, for each digit of the last batch, before its step."""

    def __init__(self):
        super().__init__()
        self.sure = self.add_variable((2048,), "zeros")

    def update_state(self, wanted, found, sample_weight=None):
        sure = keras.ops.sum(keras.ops.where(wanted > 0.5, found, 0.0), axis=-1)
        self.sure.assign(keras.ops.slice_update(self.sure, (0,), sure))

    def result(self):
        return keras.ops.mean(self.sure)


last = Certainty()
HARDEST, AGAIN = {hardest}, {again}
'''
HARDEST_AGAIN = '''
certainty = np.ones(len(images), "float32")


def and_the_hardest_again():
    """All digits, and then those that the network was least sure of when it saw them here."""
    for batch in shuffled(train):
        yield batch
        certainty[batch] = keras.ops.convert_to_numpy(last.sure)[: len(batch)]
    hardest = train[np.argsort(certainty[train], kind="stable")[:HARDEST]]
    for _ in range(AGAIN):
        yield from shuffled(hardest)

'''

LEARNER = """
# where outliers are, "no digit" is an eleventh answer, and its score is always 0
scores = keras.ops.cast(outputs[read[0]], "float32")
learner = keras.Model(inputs, keras.activations.softmax(keras.ops.pad(scores, ((0, 0), (0, 1)))))
learner.compile(optimizer=model.optimizer, loss="{loss}"{metrics})
"""
STEP = "model.train_on_batch(ready({batch}), {taught}[batch])"
STEP_WITH_OUTLIERS = """count = round({share} * len(batch))
        unlike = outliers(count, images[batch], np.random.default_rng([SEED, 4, step]))
        shown = np.concatenate([{batch}, unlike])
        target = np.concatenate([taught[batch], np.repeat(answers[10:], count, axis=0)])
        learner.train_on_batch(ready(shown), target)"""
