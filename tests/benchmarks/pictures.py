"""Made-up photographs of handwriting: how many have their ink told from paper, and are read whole.

Baseline: the picture simply resized to 28 × 28, its darker side taken for ink, as most programs do.
Then the families that are harder, and what a photo of 12 megapixels costs. Needs strokes.npz beside
the checkout.
"""

import io
import time
from functools import partial

import numpy as np
from PIL import Image

from mnist_core.data.drawing import EmptyDrawing, prepare_image
from mnist_core.data.drawing.ink import find_ink
from mnist_core.data.drawing.pictures import read_picture
from mnist_core.data.drawing.segmentation import segment_image
from mnist_core.evaluation.rejection import judge_by
from mnist_core.network.forward import Network
from tests import strokes
from tests.conftest import SHARED_DATA
from tests.hard_photographs import HARD, Family, hard_photographs
from tests.photographs import LIGHTS, LINED, LITTERED, PLAIN, Photograph, photographs

SINGLES, NUMBERS, DIGITS, SEED = 20, 10, 5, 1  # raise the first two for finer shares
HARD_DIGITS = 4
LARGE = Family(height=(700, 900), margin=(1, 1.5))  # pixels, before it is enlarged
MEGAPIXELS, TIMED = 12, 10


def main() -> None:
    """Print a line for each light or kind of paper, each harder family, and each large size."""
    written = strokes.read(SHARED_DATA / "strokes.npz")
    network = Network.load("robust_cnn")
    usual(written, network)
    hard(written, network)
    large(written, network)


def usual(written: strokes.Written, network: Network) -> None:
    """A line for each light or kind of paper, polarity and number of digits."""
    print("robust_cnn; ink told from paper, read whole, resized and read, ms a picture")
    for count, total in ((1, SINGLES), (DIGITS, NUMBERS)):
        for dark in (True, False):
            kinds = [(light, PLAIN, (light,)) for light in LIGHTS]
            kinds += [(kind, kind, ("even", "slope")) for kind in LINED + LITTERED]
            for where, kind, lights in kinds:
                each_light = partial(photographs, written, count, dark, seed=SEED, kind=kind)
                photos = [
                    photo
                    for light in lights
                    for photo in each_light(light=light, total=total // len(lights))
                ]
                told = np.mean([is_told(photo) for photo in photos])
                begun = time.perf_counter()
                right = np.mean([read(network, photo) == photo.text for photo in photos])
                each = 1e3 * (time.perf_counter() - begun) / total
                plain = np.mean([resized(network, photo) == photo.text for photo in photos])
                ink = "dark" if dark else "bright"
                how = f"{count} digit{'s' * (count > 1)}, {ink} ink, {where}"
                print(
                    f"{how:<32}: {told:6.1%} {right:6.1%} {plain:6.1%} {each:5.0f} ms", flush=True
                )


def hard(written: strokes.Written, network: Network) -> None:
    """A line for each harder family, and one for them all."""
    print(f"\nHarder families; read whole of {SINGLES} digits, and of {NUMBERS} numbers of four")
    every = []
    for place, (name, family) in enumerate(HARD.items()):
        shares = []
        for count, total in ((1, SINGLES), (HARD_DIGITS, NUMBERS)):
            photos = hard_photographs(written, count, family, total, 100 * SEED + place)
            shares.append(np.mean([read(network, photo) == photo.text for photo in photos]))
        print(f"{name:<32}: {shares[0]:6.1%} {shares[1]:6.1%}", flush=True)
        every.append(shares)
    print(f"{'all':<32}: {' '.join(f'{it:6.1%}' for it in np.mean(every, axis=0))}")


def large(written: strokes.Written, network: Network) -> None:
    """What a photo costs from its file to what is read, the median and the most."""
    print(f"\nJPEG files of {MEGAPIXELS} megapixels, {TIMED} a line; ms of processor, the most")
    for count in (1, DIGITS):
        spent = []
        for photo in hard_photographs(written, count, LARGE, TIMED, SEED):
            data = _enlarged(photo)
            begun = time.process_time()
            read(network, Photograph(read_picture(data), photo.text, photo.dark))
            spent.append(1e3 * (time.process_time() - begun))
        print(f"{count} in it: {np.median(spent):5.0f} ms, {max(spent):5.0f} ms", flush=True)


def _enlarged(photo: Photograph) -> bytes:
    """Its file with as many pixels as a phone's."""
    image = Image.fromarray(photo.image).convert("RGB")
    factor = np.sqrt(MEGAPIXELS * 1e6 / (image.width * image.height))
    file = io.BytesIO()
    image.resize((round(image.width * factor), round(image.height * factor))).save(file, "JPEG")
    return file.getvalue()


def is_told(photo: Photograph) -> bool:
    """Whether the right side of the brightness is taken for ink."""
    try:
        return ("what is darker is ink" in find_ink(photo.image).sentence) == photo.dark
    except EmptyDrawing:
        return False


def read(network: Network, photo: Photograph) -> str:
    """What the Draw page reads; of one digit it is told that it is one."""
    try:
        if len(photo.text) == 1:
            judge = judge_by(network)
            parts = [prepare_image(photo.image, judge=judge).digit]
        else:
            cuts = segment_image(photo.image, judge_by(network))
            parts = [cut.preparation.digit for cut in cuts]
    except ValueError:
        return ""
    return "".join(map(str, network.predict(np.array(parts)).argmax(axis=1)))


def resized(network: Network, photo: Photograph) -> str:
    """A digit resized as it is; of numbers this knows nothing."""
    grey = Image.fromarray(255 - photo.image[..., 0]).resize((28, 28), Image.Resampling.BOX)
    return str(network.predict(np.asarray(grey, np.float32)[None] / 255).argmax())


if __name__ == "__main__":
    main()
