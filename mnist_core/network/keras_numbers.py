"""The few lines of Keras that give the numbers of one layer for one digit."""

from __future__ import annotations

import base64
import json
import zlib

import numpy as np

from mnist_core.data.preprocessing import MEAN, STANDARD_DEVIATION, WHITE
from mnist_core.network.keras_code import SETTINGS, model_code
from mnist_core.network.sequential import Architecture

CELL, VALUE = "CELL", "VALUE"  # what the explorer fills in: an index, and the number it shows


def dataset_digit(split: str, index: int) -> str:
    """Code that reads one digit of the dataset in use, as whole numbers from 0 to 255."""
    return (
        "from mnist_core.data.sources import load_dataset\n\n"
        f"digit = load_dataset().{split}.images[{index}]"
    )


def own_digit(image: np.ndarray) -> str:
    """Code that holds a digit itself, such as a drawing, which is in no file.

    Parameters
    ----------
    image : uint8 or float32 array of shape (28, 28)
    """
    image = np.ascontiguousarray(image)
    packed = base64.b85encode(zlib.compress(image.tobytes(), 9)).decode("ascii")
    lines = [packed[start : start + 80] for start in range(0, len(packed), 80)]
    text = "\n".join(f'    b"{line}"' for line in lines)
    return (
        f"import base64, zlib\n\npacked = (\n{text}\n)\n"
        f'digit = np.frombuffer(zlib.decompress(base64.b85decode(packed)), "{image.dtype}")\n'
        f"digit = digit.reshape{image.shape}"
    )


def weights_in_file(path: str) -> str:
    """Code that opens the .npz file with a network's weights."""
    return f"weights = np.load({json.dumps(path)})"


def weights_in_page(name: str) -> str:
    """Code that reads the weights out of a page that was taken home, one flat array each."""
    return f"""import base64, json, pathlib

page = pathlib.Path({json.dumps(name)}).read_text(encoding="utf-8")
data = base64.b64decode(page.partition('id="weights">')[2].partition("<")[0])
begin = 4 + int.from_bytes(data[:4], "little")
weights = {{
    name: np.frombuffer(data, "<f4", size, begin + 4 * start)
    for name, start, size in json.loads(data[4:begin])["arrays"]
}}"""


def keras_numbers(architecture: Architecture, stage: str, digit: str, weights: str) -> str:
    """Code that prints one number of a layer, with CELL and VALUE left to be filled in.

    Parameters
    ----------
    architecture : the network
    stage : name of the layer; or "pixels" or "prepared" for what comes before the first one
    digit : code that defines ``digit``, uint8 from 0 to 255 or float from 0 to 1
    weights : code that defines ``weights``, arrays by ``layer/weight``
    """
    head = ["import numpy as np", digit]
    if stage == "pixels":
        output = ["output = digit[..., np.newaxis]"]
    else:
        white = f" / {WHITE}"
        output = [
            'x = digit[np.newaxis, ..., np.newaxis].astype("float32")',
            f"if digit.dtype == np.uint8:\n    x = x{white}",
        ]
        if architecture.preprocessing == "standardise":
            output.append(f"x = (x - {MEAN}) / {STANDARD_DEVIATION}")
        if stage == "prepared":
            output.append("output = x[0]")
        else:
            head.insert(0, "import keras")
            output += _model(architecture, stage, weights)
    tail = ["print(output.shape)", f"print(output[{CELL}])  # {VALUE}"]
    return "\n".join([*head, *output, *tail])


def _model(architecture: Architecture, stage: str, weights: str) -> list[str]:
    names = [layer.name for layer in architecture.layers]
    return [
        *SETTINGS,
        weights,
        "",
        *model_code(architecture, names.index(stage) + 1),
        "for layer in model.layers:",
        "    layer.set_weights(",
        '        [weights[f"{layer.name}/{w.name}"].reshape(w.shape) for w in layer.weights]',
        "    )",
        "output = model.predict(x, verbose=0)[0]",
    ]
