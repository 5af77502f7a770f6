"""What a network can be exported as, and the clients by which each format is read.

A new format is an entry of `FORMATS`, a maker of the same id in `converting`, and a client in the
folder clients/. Clients are shown on the page, run by the exporter to judge what it has made, and
run by the tests: the same files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

CLIENTS = Path(__file__).resolve().parents[2] / "clients"
TENSORFLOW = ("tensorflow-cpu", "tensorflow")  # one of them, by the platform


@dataclass(frozen=True)
class Client:
    """A file that a person copies to read digits with an export.

    Attributes
    ----------
    file : its name in the folder clients/
    language : for colouring its code
    title : what it is written in or for
    run : whether tests run it; what they do not is said to be "not run here"
    """

    file: str
    language: str
    title: str
    run: bool = True

    @property
    def path(self) -> Path:
        """Where it lies."""
        return CLIENTS / self.file

    @property
    def code(self) -> str:
        """What a person copies."""
        return self.path.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Format:
    """One way to write a network down.

    Attributes
    ----------
    id : its name in commands and addresses
    title : for people
    file : what it is called in the folder of an export: a file, or a folder
    ending : what follows the network's name where somebody saves it
    use : where it is of use
    clients : who reads it; the first one, in Python, judges it
    runtimes : packages one of which reads it, the first that is installed
    makes : packages without which it cannot be made here, by the names that are imported
    """

    id: str
    title: str
    file: str
    ending: str
    use: str
    clients: tuple[Client, ...]
    runtimes: tuple[str, ...]
    makes: tuple[str, ...] = ()

    @property
    def missing(self) -> str:
        """Why it cannot be made here, in one sentence; empty where it can."""
        absent = [name for name in self.makes if find_spec(name) is None]
        if not absent:
            return ""
        return (
            f"{self.title} needs {' and '.join(absent)}, which the app itself does not: "
            f"pip install {' '.join(self.makes)}, and export again."
        )

    @property
    def runtime(self) -> str:
        """The package that reads it here, with its version; empty where there is none."""
        for name in self.runtimes:
            try:
                return f"{name.removesuffix('-cpu')} {version(name)}"
            except PackageNotFoundError:
                continue
        return ""


_LITERT = (
    Client("read_litert.py", "python", "Python"),
    Client("ReadDigit.kt", "kotlin", "Kotlin, Android", run=False),
    Client("ReadDigit.swift", "swift", "Swift, iOS", run=False),
)
_LITERT_RUNTIMES = ("ai-edge-litert", *TENSORFLOW)  # TensorFlow brings one of its own

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        it.id: it
        for it in (
            Format(
                "npz",
                "NumPy (.npz)",
                "network.npz",
                ".npz",
                "This app, and every program that reads arrays; *Open a network from a file* on "
                "Architecture takes it back.",
                (Client("read_npz.py", "python", "Python"),),
                ("numpy",),
            ),
            Format(
                "keras",
                "Keras (.keras)",
                "network.keras",
                ".keras",
                "Keras, to go on training or to change layers.",
                (Client("read_keras.py", "python", "Python"),),
                ("keras",),
            ),
            Format(
                "saved_model",
                "SavedModel",
                "saved_model",
                ".zip",
                "TensorFlow Serving, in its layout: a folder of the network’s name with a folder "
                "for each version.",
                (
                    Client("read_saved_model.py", "python", "Python"),
                    Client("ask_serving.py", "python", "TensorFlow Serving", run=False),
                ),
                TENSORFLOW,
            ),
            Format(
                "litert",
                "LiteRT float32",
                "network.tflite",
                ".tflite",
                "Phones and small boards (LiteRT was called TensorFlow Lite).",
                _LITERT,
                _LITERT_RUNTIMES,
            ),
            Format(
                "litert_float16",
                "LiteRT float16",
                "network.float16.tflite",
                ".float16.tflite",
                "The same with weights of 16 bits: half the bytes.",
                _LITERT,
                _LITERT_RUNTIMES,
            ),
            Format(
                "litert_int8",
                "LiteRT int8",
                "network.int8.tflite",
                ".int8.tflite",
                "The same in whole numbers of 8 bits, weights and sums, for chips without floats. "
                "Their ranges are set by training digits.",
                _LITERT,
                _LITERT_RUNTIMES,
            ),
            Format(
                "onnx",
                "ONNX",
                "network.onnx",
                ".onnx",
                "Browsers and most other programs, from C# to Rust, by ONNX Runtime.",
                (
                    Client("read_onnx.py", "python", "Python"),
                    Client("read_onnx.mjs", "javascript", "JavaScript"),
                ),
                ("onnxruntime",),
                makes=("tf2onnx", "onnx"),
            ),
        )
    }
)
"""Every format by its id, in the order in which they are made."""


def makeable() -> tuple[Format, ...]:
    """The formats that can be made here."""
    return tuple(it for it in FORMATS.values() if not it.missing)
