"""The trainings of this session: asking for one, finding them again, and saying how they stand."""

from __future__ import annotations

import time
from dataclasses import dataclass

import streamlit as st

from mnist_core.training.config import TrainingConfig
from mnist_core.training.continuation import continue_run, continued_config
from mnist_core.training.history import smooth
from mnist_core.training.runs import (
    ACTIVE,
    FAILED,
    FINISHED,
    INTERRUPTED,
    PAUSED,
    STARTING,
    WAITING,
    Run,
    RunError,
    open_run,
)
from pages.ui import controls, resources

MINE = "my_runs"  # started here, or opened by a link
STARTED = "started_runs"  # started here
RUN = "run"  # also the name of the URL parameter
WATCHED = "watched_run"


@dataclass(frozen=True)
class Progress:
    """How a run stands: a short sentence, and the share of it that is done (0 to 1)."""

    sentence: str
    share: float


def available_digits() -> int:
    """How many digits a training may learn from."""
    return resources.training_digits()


def start(config: TrainingConfig) -> None:
    """Ask for a training and look at it; raises ValueError with a sentence where it cannot be."""
    _one_at_a_time()
    _look_at(resources.queue().submit(config, available_digits()))


def go_on_with(run: Run, more_epochs: int) -> None:
    """Ask for more epochs of a run that has ended, as a new run; raises ValueError like start."""
    _one_at_a_time()
    continued_config(run, more_epochs).check_work(available_digits())
    _look_at(continue_run(run, more_epochs))
    resources.queue().tend()


def busy() -> bool:
    """Whether a run that this session started still waits or trains; a linked one is not ours."""
    started = st.session_state.get(STARTED, ())
    return any(run.id in started and run.state in ACTIVE for run in mine())


def _one_at_a_time() -> None:
    if busy():
        raise ValueError("One training at a time: stop yours, or wait until it has ended.")


def _look_at(run: Run) -> None:
    """Make a run one that this session started, and the one in view."""
    _remember(run.id)
    st.session_state.setdefault(STARTED, []).append(run.id)
    st.query_params[RUN] = run.id


def mine() -> list[Run]:
    """The runs this session started or opened, newest first; removed ones are left out."""
    found = []
    for run_id in reversed(st.session_state.get(MINE, [])):
        try:
            found.append(open_run(run_id))
        except RunError:
            continue
    return found


def current() -> Run | None:
    """A run that waits or trains, started here or opened by a link, or None."""
    return next((run for run in mine() if run.state in ACTIVE), None)


def choose_run() -> Run | None:
    """The run in view: chosen here, or named by the link; None while there is none."""
    asked = st.query_params.get(RUN)
    if asked is not None:
        try:
            if open_run(asked).id not in st.session_state.get(MINE, []):
                _remember(asked)
                st.rerun()  # the sidebar offers its network from now on
        except RunError as error:
            st.warning(controls.plain(str(error)))
    runs = {run.id: run for run in mine()}
    if not runs:
        return None
    wanted = asked if asked in runs else st.session_state.get(RUN)
    st.session_state[RUN] = wanted if wanted in runs else next(iter(runs))
    chosen = st.selectbox(
        "Run in view",
        list(runs),
        key=RUN,
        on_change=_follow,
        format_func=lambda id: name(runs[id]),
    )
    st.query_params[RUN] = chosen
    return runs[chosen]


def _follow() -> None:
    """After another run was chosen: it, and not the address, says which is in view."""
    st.query_params[RUN] = st.session_state[RUN]


def news(run: Run) -> bool:
    """Whether the state of a run has changed since it was last looked at; True once only."""
    before, now = st.session_state.get(WATCHED), (run.id, run.state)
    st.session_state[WATCHED] = now
    return before is not None and before[0] == run.id and before != now


def progress(run: Run) -> Progress:
    """How a run stands, for the page and the sidebar."""
    state = run.state
    if state in WAITING:
        ahead = resources.queue().position(run)
        waiting = f"waiting, {ahead} before yours" if ahead else "starting TensorFlow"
        if state == INTERRUPTED:
            waiting = f"the trainer died after {run.history.batches:,} batches; another takes over"
        return Progress(waiting, 0.0)
    if state == STARTING:
        return Progress("building the network", 0.0)
    if state not in ACTIVE:
        return Progress(outcome(run), 1.0)
    history, epochs = run.history, int(run.config.recipe.epochs)
    if not history.batches:
        return Progress("first batch", 0.0)
    done = history.batches / (history.batches_per_epoch * epochs)
    epoch = min((history.batches - 1) // history.batches_per_epoch + 1, epochs)
    accuracy = smooth(history.batch_accuracy, history.span)[-1]
    paused = "paused in " if state == PAUSED else ""
    sentence = f"{paused}epoch {epoch} of {epochs}, {controls.percent(accuracy)}"
    return Progress(sentence, min(done, 1.0))


def outcome(run: Run) -> str:
    """How a run ended, in one sentence."""
    state, result = run.state, run.result or {}
    if state == FINISHED:
        test = result["test"]
        read = f"{test['accuracy']:.2%} of {test['digits']:,} {test['name']} read right."
        times = result.get("interruptions")
        died = f" The trainer died {times} times on the way." if times else ""
        return read + _arithmetic(result) + died
    if state == FAILED:
        return result.get("reason", "It failed, and left no reason.")
    if state in ACTIVE:
        return "Not finished yet."
    epochs = run.history.epochs
    return f"It ended after {epochs} full {'epoch' if epochs == 1 else 'epochs'}."


def _arithmetic(result: dict) -> str:
    """Which precision was taken and why, where a measurement was to decide; else nothing."""
    gain = result.get("bfloat16 speed-up")
    if gain is None:
        return ""
    taken = "bfloat16" if "bfloat16" in result.get("precision", "") else "float32"
    return f" Steps in bfloat16 were measured {gain:.2f} times as fast: {taken} was taken."


def row(run: Run) -> dict[str, object]:
    """One line of the table of runs; what cannot be read is said instead."""
    try:
        config, result = run.config, run.result or {}
    except RunError as error:
        return {"Network": run.id, "State": "unreadable", "Outcome": str(error)}
    recipe, state = config.recipe, run.state
    return {
        "Network": config.architecture.title,
        "State": state,
        "Right": f"{result['test']['accuracy']:.2%}" if state == FINISHED else "not known",
        "Epochs": f"{run.history.epochs} of {recipe.epochs}",
        "Seconds": result.get("seconds"),
        "Digits": result.get("data", {}).get("training"),
        "Seed": config.seed,
        "Optimizer": recipe.optimizer,
        "Rate": recipe.learning_rate,
        "Batch": recipe.batch_size,
        "Schedule": recipe.schedule.replace("_", " "),
        "Precision": result.get("precision", recipe.precision),
        "Augmentation": recipe.augmentation,
        "Outcome": outcome(run),
    }


def _remember(run_id: str) -> None:
    """Make a run one of this session's, and its network one to choose once there is one."""
    mine = st.session_state.setdefault(MINE, [])
    if run_id not in mine:
        mine.append(run_id)
    controls.offer_run(run_id)


def name(run: Run) -> str:
    """A run by its network, seed and the moment it was asked for."""
    try:
        moment = time.strftime("%d %b %H:%M:%S", time.localtime(run.created))
        return f"{run.config.architecture.title}, seed {run.config.seed}, {moment}"
    except RunError:
        return f"{run.id}, unreadable"
