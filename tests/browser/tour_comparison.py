"""Two tours held against each other: words, numbers in charts, and pixels."""

import difflib
import re
from pathlib import Path

import numpy as np
from PIL import Image

STEP, SHARE = 8, 0.001  # a pixel differs by more than this; so many of them are too many
CHART = re.compile(r"chart: -?\d+$")


def compare(before: Path, after: Path) -> int:
    """Say of each state whether text and picture are the same; 1 where they are not."""
    names = [{it.stem for it in folder.glob("*.png")} for folder in (before, after)]
    for folder, missing in ((after, names[0] - names[1]), (before, names[1] - names[0])):
        for name in sorted(missing):
            print(f"{name}: MISSING in {folder}")
    differing, unseen = len(names[0] ^ names[1]), 0
    for name in sorted(names[0] & names[1]):
        old, new = (
            (folder / f"{name}.txt").read_text("utf-8").splitlines() for folder in (before, after)
        )
        share = difference(before / f"{name}.png", after / f"{name}.png", after / "differences")
        said, says = ([it for it in lines if not CHART.match(it)] for lines in (old, new))
        differs = said != says or share > SHARE
        words = "TEXT DIFFERS" if said != says else "text equal"
        if words == "text equal" and old != new:
            words, unseen = "text equal, digits of a chart that are not printed differ", unseen + 1
        print(f"{name}: {words}, {100 * share:.4f} % of pixels differ{' !!!' * differs}")
        for line in difflib.unified_diff(old, new, "before", "after", lineterm="", n=1):
            print(f"    {line}")
        differing += differs
    print(f"{len(names[0] | names[1])} states, {differing} differ; {unseen} in a digest alone")
    return 1 if differing else 0


def difference(before: Path, after: Path, folder: Path) -> float:
    """The share of pixels that differ; where any do, before, after and the places go to a file.

    What stands one row higher or lower is the same: Chromium rounds half a pixel now up, now down.
    """
    if before.read_bytes() == after.read_bytes():
        return 0.0
    pictures = [np.asarray(Image.open(path).convert("RGB"), np.int16) for path in (before, after)]
    height, width = np.max([picture.shape[:2] for picture in pictures], axis=0)
    # Where one of them has no pixel, all differs.
    rooms = [((0, height - it.shape[0]), (0, width - it.shape[1]), (0, 0)) for it in pictures]
    old, new = (
        np.pad(it, room, constant_values=filling)
        for it, room, filling in zip(pictures, rooms, (-STEP - 1, 255 + STEP + 1), strict=True)
    )
    differs = np.abs(old - new).max(axis=2) > STEP
    if differs.any():
        rows = np.flatnonzero(differs.any(axis=1))
        part = slice(max(rows[0] - 1, 0), rows[-1] + 2)
        apart = [
            np.min([np.abs(one - np.roll(other, row, 0)).max(2) for row in (-1, 0, 1)], axis=0)
            for one, other in ((old[part], new[part]), (new[part], old[part]))
        ]
        differs[part] &= np.maximum(*apart) > STEP
    if differs.any():
        folder.mkdir(exist_ok=True)
        places = np.where(differs[..., None], (255, 0, 0), 255 - (255 - old.clip(0)) // 4)
        sides = np.concatenate([old.clip(0), new.clip(0, 255), places], axis=1).astype(np.uint8)
        Image.fromarray(sides).save(folder / before.name)
    return float(differs.mean())
