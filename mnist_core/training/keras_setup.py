"""Keras and TensorFlow as this program uses them: who needs them, imports them from here.

What the person has set for Keras elsewhere (KERAS_BACKEND, keras.json) does not count here: another
backend or another order of axes is another program.
"""

import os

from mnist_core.training.left_out import left_out

os.environ["KERAS_BACKEND"] = "tensorflow"  # Keras reads it when it is first imported
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # so does TensorFlow: no lines of its own
# On processors with AVX-512 VNNI, oneDNN is on unless it is said otherwise, and there TensorFlow
# 2.21 computes wrong gradients of convolutions with a stride, and writes beyond its memory: a loop
# of nothing else dies of it. Without it a batch of keras_cnn takes 1.8 times as long there.
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
with left_out("matplotlib", "pandas", "sklearn"):  # Keras draws, reads and wraps with them
    import keras  # if they are there, which takes a third of its time, and we never ask it to
    import tensorflow as tf


keras.config.set_image_data_format("channels_last")
keras.config.set_floatx("float32")
keras.config.set_epsilon(1e-7)  # of batch normalisation and Adam, where they name none

__all__ = ["keras", "tf"]
