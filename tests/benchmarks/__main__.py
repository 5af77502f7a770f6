"""Ratios against a named baseline, both measured in one run: `python -m tests.benchmarks NAME`."""

import argparse
import importlib
import os
import platform
from collections.abc import Mapping
from types import MappingProxyType

BENCHMARKS: Mapping[str, str] = MappingProxyType(
    {
        "built_networks": "203 networks in NumPy and JavaScript against Keras, and a step of each",
        "class_load": "thirty pupils and a teacher: an idle class, and votes to the count",
        "classroom": "a class on Draw at once, against a pad that only counts strokes",
        "click_cost": "the server’s processor a click, for every widget of every page",
        "draw_latency": "from a drawing to its probabilities, against model.predict",
        "draw_live": "what a move of the pen costs and how soon it is read, and who agrees",
        "draw_paint": "mouse-up to the painted answer, against a bare canvas app",
        "experiments": "what an experiment or a saliency map takes, against reading one digit",
        "explorer": "the Architecture page with the layer explorer, against the page without it",
        "exports": "every format of every shipped network, by its own runtime, against ours",
        "evaluation": "10,000 digits evaluated and drawn, against Keras evaluate and scikit-learn",
        "fast_recipe": "our fast recipe against the published one: seconds and test accuracy",
        "first_paint": "every page against a Streamlit app of one line",
        "forward": "the NumPy forward pass against four ways to ask Keras",
        "half_weights": "the page that goes home with float16 against float32: size and numbers",
        "live_chart": "a chart with new data twenty times a second, against st.plotly_chart",
        "memory": "the web process against the same one with TensorFlow imported",
        "overhead": "the trainer's process against a Keras script with model.fit",
        "pictures": "photographs of handwriting in any light, against pictures simply resized",
        "rejection": "letters, scribbles and other non-digits told from digits: AUROC",
        "responsiveness": "a click on every page, without a training and while one goes on",
        "robustness": "a digit at every place and along every slider, against Keras",
        "runs_memory": "web process and trainer after 20 runs against the same after one",
        "search_pruning": "a search with median pruning against the same one without",
        "search_workers": "a search by 2 and 4 processes against one",
        "service": "requests a second and p99 of the prediction service on one core",
        "soak": "strokes, runs, page changes and sessions: memory, processes, files, disk",
        "strokes": "3,000 drawn digits by size, pen, place and preparation",
        "touching": "digits in one piece cut by the network's judgement, against cuts by width",
        "transfer": "convolutions learnt on 0 to 4 put to use on 5 to 9, against from scratch",
        "visits": "the web process’s memory after 300 short sessions, against after 100",
        "wall_gain": "a wall of slanted digits: what one half teaches, judged on the other",
    }
)
"""What each one measures, by name; each is the `main()` of the module of that name beside this."""


def main(arguments: list[str] | None = None) -> None:
    """Say what the machine is and how busy, then run the benchmark that was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=__doc__,
        epilog="; ".join(f"{name}: {what}" for name, what in BENCHMARKS.items()),
    )
    parser.add_argument("name", choices=BENCHMARKS)
    name = parser.parse_args(arguments).name
    print(f"{name}: {BENCHMARKS[name]}")
    machine = f"{os.cpu_count()} cores, {platform.machine()}"
    print(f"{machine}, Python {platform.python_version()}{load()}")
    importlib.import_module(f"tests.benchmarks.{name}").main()


def load() -> str:
    """How busy the machine was in the last minute, where it can say so."""
    if not hasattr(os, "getloadavg"):
        return ""
    return f", load {os.getloadavg()[0]:.2f} before"


if __name__ == "__main__":
    main()
