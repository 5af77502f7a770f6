"""The command `search`: make a search, or join one, with any number of worker processes."""

from __future__ import annotations

import argparse
from dataclasses import replace

from mnist_core.data.sources import load_dataset
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.search.ready_experiments import READY_EXPERIMENTS
from mnist_core.search.search_plan import SAMPLERS, SearchPlan
from mnist_core.search.space import Dimension, Value
from mnist_core.search.trial import Trial, TrialState, best
from mnist_core.training.config import TrainingConfig
from mnist_core.training.preset_recipes import PRESETS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command understands; a search that exists needs its name alone."""
    parser.add_argument("--study", required=True, help="the search's name, to make it or to join")
    parser.add_argument("--workers", type=int, default=1, help="processes to train with, here")
    parser.add_argument(
        "--vary",
        action="append",
        metavar="SETTING=VALUES",
        help="learning_rate=0.0001..0.1, or batch_size=32,64,128; once for each setting",
    )
    parser.add_argument("--question", choices=READY_EXPERIMENTS, help="a ready experiment instead")
    parser.add_argument("--architecture", choices=ARCHITECTURES, default="keras_cnn")
    parser.add_argument("--recipe", choices=PRESETS, default="published")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--examples", type=int, help="train on so many digits only")
    parser.add_argument("--sampler", choices=SAMPLERS, default="tpe")
    parser.add_argument("--trials", type=int, default=20, help="of a grid, all there are")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-pruning", action="store_true", help="train all of them to the end")


def search(options: argparse.Namespace) -> None:
    """Make what is asked for, unless it is there already, and work on it to its end."""
    from mnist_core.search.crew import work_together
    from mnist_core.search.storage import SearchError, open_storage
    from mnist_core.search.study import Search, ask_search, search_names

    if options.workers < 1:
        raise ValueError(f"A search needs a worker at least, not {options.workers}.")
    storage = open_storage()
    known = search_names(storage)
    if not options.vary and not options.question and options.study not in known:
        raise SearchError(
            f"There is no search called {options.study!r} here: name what it shall vary with "
            f"--vary, or a ready experiment with --question, or make it on the page Experiments."
        )
    names = [options.study]
    if options.question:
        plans = READY_EXPERIMENTS[options.question].plans(load_dataset().provenance)
        names = [f"{options.study}{end}" for end in plans]
        for name, plan in zip(names, plans.values(), strict=True):
            if name not in known:
                ask_search(storage, name, plan, options.question)
    elif options.study not in known:
        ask_search(storage, options.study, _plan(options))
    found: dict[str, list[Trial]] = {}
    for name in names:
        one = Search(storage, name)
        one.want(True, one.keeper)
        work_together(one, options.workers, lambda trial: print(_line(trial), flush=True))
        found[name.removeprefix(options.study)] = trials = one.trials()
        winner = best(trials)
        if winner is not None:
            print(f"{name}: best of {len(trials)} is {_line(winner)}")
    if options.question:
        answer = READY_EXPERIMENTS[options.question].answer(found, len(load_dataset().validation))
        print(answer.sentence if answer else "Too few of the trainings have finished.")


def _plan(options: argparse.Namespace) -> SearchPlan:
    architecture = ARCHITECTURES[options.architecture]
    preset = PRESETS[options.recipe](architecture)
    recipe = (
        preset.recipe if options.epochs is None else replace(preset.recipe, epochs=options.epochs)
    )
    examples = preset.examples if options.examples is None else options.examples
    base = TrainingConfig(architecture, recipe, options.seed, examples, load_dataset().provenance)
    space = tuple(map(dimension, options.vary))
    return SearchPlan(
        base, space, options.sampler, options.trials, options.seed, not options.no_pruning
    )


def dimension(text: str) -> Dimension:
    """A setting and its values, as they are typed.

    >>> dimension("batch_size=32,64").values
    (32, 64)
    >>> dimension("learning_rate=0.001..0.1").high
    0.1
    """
    name, sign, values = text.partition("=")
    if not sign:
        raise ValueError(f"Write --vary SETTING=VALUES, such as batch_size=32,64; not {text!r}.")
    if ".." in values:
        low, _, high = values.partition("..")
        ends = _number(low), _number(high)
        if not all(isinstance(end, (int, float)) for end in ends):
            raise ValueError(f"A range goes from one number to another one; {values!r} does not.")
        return Dimension(name, low=float(ends[0]), high=float(ends[1]))
    return Dimension(name, tuple(map(_number, values.split(","))))


def _number(text: str) -> Value:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text.strip()


def _line(trial: Trial) -> str:
    values = ", ".join(f"{name} {value}" for name, value in trial.values.items())
    if trial.state == TrialState.FINISHED and trial.score is not None:
        return f"trial {trial.number}: {trial.score:.2%} with {values}"
    return f"trial {trial.number}: {trial.state}, {values}; {trial.reason}"
