"""Downloading MNIST: checked, and put in place whole or not at all."""

import hashlib
from pathlib import Path

from mnist_core.atomic import write_bytes
from mnist_core.data.fetch import TransferFailed, fetch
from mnist_core.system_errors import in_words

MNIST_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
MNIST_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
SIZE_LIMIT = 20_000_000  # bytes; the file has 11.5 million


def download_mnist(
    destination: Path,
    *,
    url: str = MNIST_URL,
    sha256: str = MNIST_SHA256,
    timeout: float = 10.0,
    deadline: float = 120.0,
    size_limit: int = SIZE_LIMIT,
) -> Path:
    """Download MNIST to `destination`, or leave everything as it was.

    Parameters
    ----------
    destination : where the file goes; its folder must exist
    timeout : seconds the server may stay silent
    deadline : seconds the whole transfer may take
    size_limit : bytes after which the transfer is given up

    Raises
    ------
    TransferFailed
        If the file did not arrive whole, in time and with the right SHA-256, or cannot be kept.
    """
    data = fetch(url, timeout=timeout, deadline=deadline, size_limit=size_limit)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise TransferFailed(f"the file from {url} has a wrong SHA-256, so it is not MNIST")
    try:
        write_bytes(destination, data)
    except OSError as error:
        raise TransferFailed(in_words(str(destination), error)) from error
    return destination
