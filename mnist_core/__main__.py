"""From a shell what pages do: train, search, evaluate, predict, export, lesson, serve, ship."""

from __future__ import annotations

import argparse
import codecs
import dataclasses
import os
import sys
from datetime import date
from io import StringIO, TextIOWrapper
from pathlib import Path

from mnist_core.atomic import write_json, write_text
from mnist_core.data.digits import Provenance
from mnist_core.data.imported import commands as imported
from mnist_core.data.sources import load_dataset
from mnist_core.evaluation import picture_readings, report, robustness, stored_curves
from mnist_core.evaluation.metrics import evaluate
from mnist_core.export import export_command
from mnist_core.home_folder import runs_directory
from mnist_core.network.architectures import ARCHITECTURES, DEFAULT
from mnist_core.network.forward import Network
from mnist_core.network.recipe import SETTINGS
from mnist_core.network.weights import weights_file
from mnist_core.search import command as tuning
from mnist_core.service import serving
from mnist_core.studies.refusal_threshold import rejection_of
from mnist_core.system_errors import in_words
from mnist_core.training.config import TrainingConfig
from mnist_core.training.preset_recipes import PRESETS
from mnist_core.training.progress_bar import ProgressBar
from mnist_core.training.run_folder import Run, RunError
from mnist_core.training.run_protocol import RunState
from mnist_core.training.runs import create_run
from mnist_core.web import lesson_commands

STAND_IN = "stand-in"
ON_DRAW = "robust_cnn"  # as on the page Draw, which shows this network first


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a mistake in its arguments is answered in one sentence."""
    _write_to_anything()
    options = _parser().parse_args(arguments)
    try:
        options.command(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has gone, as head does: Python shall not miss it either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{in_words(str(error.filename or 'A file'), error)}.", file=sys.stderr)
        return 2
    return 0


def _write_to_anything() -> None:
    """Let no answer be lost for where it goes: a closed stream, or one that is not UTF-8."""
    sys.stdout = sys.stdout or StringIO()
    sys.stderr = sys.stderr or StringIO()
    codecs.register_error(STAND_IN, _stand_in)
    if isinstance(sys.stdout, TextIOWrapper):  # standard error writes everything as it is
        sys.stdout.reconfigure(errors=STAND_IN)


def _stand_in(error: UnicodeError) -> tuple[bytes, int]:
    """Bytes of a file name as they were, and a question mark for what the encoding has not."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    places = map(ord, error.object[error.start : error.end])
    return bytes(n - 0xDC00 if 0xDC80 <= n <= 0xDCFF else ord("?") for n in places), error.end


def _train(options: argparse.Namespace) -> None:
    from mnist_core.training.run_training import train_run

    config = _asked(options)
    run, bar = create_run(config, options.out), ProgressBar(int(config.recipe.epochs))
    result = train_run(run, bar.say)
    bar.clear()
    if result is None or result.state != RunState.FINISHED or result.test is None:
        raise ValueError((result and result.reason) or f"The run in {run.path} was stopped.")
    test = result.test
    print(f"{test.accuracy:.2%} of {test.digits:,} {test.name}, loss {test.loss:.4f}")
    print(f"{result.seconds:.0f} s; the network is in {run.weights_path}")


def _asked(options: argparse.Namespace) -> TrainingConfig:
    """The named recipe with what was asked besides."""
    architecture = ARCHITECTURES[options.architecture]
    preset = PRESETS[options.recipe](architecture)
    asked = {
        name: getattr(options, name) for name in SETTINGS if getattr(options, name) is not None
    }
    recipe = dataclasses.replace(preset.recipe, **asked)
    examples = preset.examples if options.examples is None else options.examples
    provenance = imported.digits_named(options.digits).provenance
    return TrainingConfig(architecture, recipe, options.seed, examples, provenance)


def _evaluate(options: argparse.Namespace) -> None:
    network = Network.load(options.network)
    dataset = imported.digits_named(options.digits)
    print(dataset.provenance.sentence)
    learnt_from = _learnt_from(options.network)
    if learnt_from is not None and (caution := learnt_from.caution(dataset.provenance)):
        print(caution)
    evaluation = evaluate(network.predict(dataset.test.images), dataset.test.labels)
    print(f"{network.architecture.title} on {len(dataset.test):,} {dataset.provenance.test_name}")
    print(report.text(evaluation))


def _learnt_from(network: str) -> Provenance | None:
    """The digits of the run that a network is from; None where it is no run's or names none."""
    try:
        return Run(weights_file(network).parent).config.provenance
    except RunError:
        return None


def _predict(options: argparse.Namespace) -> None:
    paths = picture_readings.pictures_of(options.file)
    network, threshold = Network.load(options.network), _threshold(options.network)
    found = [picture_readings.read_file(it, network, threshold, options.several) for it in paths]
    faults = [it.error for it in found if it.error]
    if options.format == "json":
        print(picture_readings.as_json(found))
    elif options.format == "csv":
        print(picture_readings.as_csv(found), end="")
    elif paths == options.file[:1] and not options.several and not faults:
        print(picture_readings.in_full(found[0]))
    else:
        print("".join(f"{picture_readings.as_line(it)}\n" for it in found if not it.error), end="")
    if faults or not paths:
        raise ValueError("\n".join(faults) or f"There are no pictures in {options.file[0]}.")


def _threshold(network: str) -> float:
    """Below which largest logit a network's answer is refused."""
    return rejection_of(network, Network.load(network), load_dataset().validation).usual


def _answers(options: argparse.Namespace) -> None:
    from mnist_core.evaluation.seed_answers import ANSWERS, save_answers
    from mnist_core.studies.ask_seeds import ask_seeds

    arrays = dict(ask_seeds(options.folder, load_dataset()))
    save_answers(arrays)
    print(f"{len(arrays)} arrays in {ANSWERS}")


def _ship(options: argparse.Namespace) -> None:
    from mnist_core.studies.shipping import ship

    directory = options.out or runs_directory() / "shipped"
    bar = ProgressBar(int(ARCHITECTURES[options.architecture].recipe.epochs))
    entry = ship(options.architecture, directory, bar.say)
    print(entry)


def _download(options: argparse.Namespace) -> None:
    if options.digits == imported.FASHION:
        imported.keep_fashion()
        return
    provenance = load_dataset(download=True).provenance
    print(provenance.sentence)
    if provenance.source == "embedded":
        reason = provenance.rejected[-1].reason
        raise ValueError(f"MNIST could not be fetched: {reason}. Try again, or set MNIST_PATH.")


def _robustness(options: argparse.Namespace) -> None:
    network, dataset = Network.load(options.network), load_dataset()
    if options.out is None and dataset.provenance.source == "embedded":
        raise ValueError(
            "Curves to ship are measured on the full MNIST: name it in MNIST_PATH, or say with "
            "--out where else to write."
        )
    print(dataset.provenance.sentence)
    digits = robustness.sample(dataset.test, options.seed, options.digits or len(dataset.test))
    curves = []
    for curve in robustness.measure(network, digits, options.seed):
        curves.append(curve)
        print(f"{curve.perturbation}: {', '.join(map('{:.1%}'.format, curve.accuracies))}")
    path = options.out or stored_curves.path_of(options.network)
    whole = robustness.measure_whole(network, digits, options.seed)
    for level, count, right, rest in zip(*dataclasses.astuple(whole), strict=True):
        print(f"shifted by {level:g} pixels, {count} are whole: {right} right, {rest} before")
    description = stored_curves.describe(
        options.network, digits, dataset.provenance, options.seed, curves, whole
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_json(path, description, indent=None)
    print(f"written to {path}")


def _take_home(options: argparse.Namespace) -> None:
    from mnist_core.web.keepsake import keepsake
    from mnist_core.web.take_home import take_home

    dataset = load_dataset()
    kept = keepsake(options.network, dataset.validation, options.by)
    path = options.out or Path(f"{kept.id}.html")
    page = take_home(kept, dataset, date.today(), path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, page)
    print(f"{len(page.encode()) / 1e6:.2f} MB in {path}: open it in any browser")


def _measure(options: argparse.Namespace) -> None:
    from mnist_core.studies.measure import measure

    path = measure(options.claim, lambda line: print(line, flush=True))
    print(f"the figures are in {path}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mnist_core", description=__doc__)
    commands = parser.add_subparsers(required=True)
    train = commands.add_parser("train", help="train a network")
    ship = commands.add_parser("ship", help="train three seeds and install the middle one")
    for command in (train, ship):
        command.add_argument("--architecture", choices=ARCHITECTURES, default=DEFAULT)
        command.add_argument("--out", type=Path, help="folder for the run")
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--examples", type=int, help="train on so many digits only")
    train.add_argument(
        "--recipe", choices=PRESETS, default="published", help="where the settings below begin"
    )
    for setting in SETTINGS.values():
        train.add_argument(
            "--" + setting.name.replace("_", "-"),
            type=setting.kind,
            choices=setting.choices or None,
            help=setting.help.replace("%", "%%"),
        )
    answers = commands.add_parser("answers", help="record what all shipped seeds answer")
    answers.add_argument("folder", type=Path, help="where `ship` left its run folders")
    answers.set_defaults(command=_answers)
    evaluation = commands.add_parser("evaluate", help="score a network on the test digits")
    predict = commands.add_parser("predict", help="read the digit in a picture, or in many")
    predict.add_argument("file", type=Path, nargs="+", help="pictures, and folders of them")
    predict.add_argument("--several", action="store_true", help="cut pictures into their digits")
    predict.add_argument("--format", choices=("text", "json", "csv"), default="text")
    download = commands.add_parser("download", help="fetch the full MNIST, 11 MB, if it is missing")
    download.add_argument("--digits", choices=imported.FETCHED, default=imported.FETCHED[0])
    download.set_defaults(command=_download)
    home = commands.add_parser("take-home", help="write a network into one HTML file to take home")
    home.add_argument("--out", type=Path, help="the file; by default the network's name and .html")
    home.add_argument("--by", default="", help="who trained it, to be said on the page")
    imported.add_commands(commands)
    lesson_commands.add_commands(commands)
    serving.add_command(commands)
    export_command.add_command(commands)
    for command in (train, evaluation):
        command.add_argument("--digits", help="a set that was imported, see the command sets")
    for command, default in ((evaluation, DEFAULT), (predict, ON_DRAW), (home, DEFAULT)):
        command.add_argument(
            "--network", default=default, help="an id, an .npz file, or a run by its folder or id"
        )
    robust = commands.add_parser("robustness", help="measure the curves of the Robustness page")
    robust.add_argument("--network", choices=ARCHITECTURES, default=DEFAULT)
    robust.add_argument("--seed", type=int, default=robustness.SEED, help="of what is random")
    robust.add_argument(
        "--digits", type=int, help="only so many of the test digits, drawn at random"
    )
    robust.add_argument("--out", type=Path, help="a JSON file instead of the one that ships")
    search = commands.add_parser("search", help="try many trainings, with any number of workers")
    tuning.add_arguments(search)
    measure = commands.add_parser("measure", help="make the stored figures of a claim")
    measure.add_argument("--claim", required=True, help="such as optimisers, batches or mnist")
    for command, function in (
        (train, _train),
        (ship, _ship),
        (evaluation, _evaluate),
        (predict, _predict),
        (home, _take_home),
        (robust, _robustness),
        (search, tuning.search),
        (measure, _measure),
    ):
        command.set_defaults(command=function)
    return parser


if __name__ == "__main__":
    sys.exit(main())
