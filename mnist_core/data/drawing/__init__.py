"""From a drawing or a picture to a digit, prepared exactly as MNIST prepared its own."""

from mnist_core.data.drawing.protocol import (
    PROTOCOL,
    EmptyDrawing,
    Preparation,
    Step,
    prepare_image,
    prepare_ink,
    prepare_strokes,
)

__all__ = [
    "PROTOCOL",
    "EmptyDrawing",
    "Preparation",
    "Step",
    "prepare_image",
    "prepare_ink",
    "prepare_strokes",
]
