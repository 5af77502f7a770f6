"""The trainings of this session: asking for one, finding them again, and saying how they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from mnist_core.data.digits import Provenance
from mnist_core.studies.training_record import in_one_line
from mnist_core.training.config import TrainingConfig
from mnist_core.training.history import smooth
from mnist_core.training.run_folder import Run, RunError
from mnist_core.training.run_protocol import RunResult, RunState
from mnist_core.training.run_status import RunStatus
from mnist_core.training.runs import open_run
from pages.ui import clock, controls, resources, visitors

MINE = "my_runs"  # started here, or opened by a link
STARTED = "started_runs"  # started here
RUN = "run"  # the name of the URL parameter
IN_VIEW, NEXT, TURN = "run_in_view", "next_run_in_view", "run_choices"
WATCHED = "watched_run"


@dataclass(frozen=True)
class RunProgress:
    """How a run stands: a short sentence, and the share of it that is done (0 to 1)."""

    sentence: str
    share: float


def available_digits(provenance: Provenance | None = None) -> int:
    """How many digits a training may learn from: of those in use, or of those it names."""
    return resources.training_digits(provenance)


def start(config: TrainingConfig) -> None:
    """Ask for a training and look at it; raises ValueError with a sentence where it cannot be."""
    _one_at_a_time()
    _look_at(resources.queue().submit(config, available_digits(config.provenance)))


def start_with_others(
    first: TrainingConfig, others: Callable[[str], Sequence[TrainingConfig]]
) -> list[Run]:
    """Ask for a training, and for others that may begin with what it learns.

    Parameters
    ----------
    first : is trained first
    others : makes the others, of the id of the first run

    Raises
    ------
    ValueError
        With a sentence where it cannot be.
    """
    _one_at_a_time()
    queue, available = resources.queue(), available_digits(first.provenance)
    runs = [queue.submit(first, available)]
    runs += [queue.submit(config, available) for config in others(runs[0].id)]
    for run in runs:
        _started(run)
    return runs


def go_on_with(run: Run, more_epochs: int) -> None:
    """Ask for more epochs of a run that has ended, as a new run; raises ValueError like start."""
    _one_at_a_time()
    result = run.result
    learnt = result.data.training if result and result.data else available_digits()
    _look_at(resources.queue().go_on_with(run, more_epochs, learnt))


def busy() -> bool:
    """Whether a run that this session started still waits or trains; a linked one is not ours."""
    started = st.session_state.get(STARTED, ())
    return any(run.id in started and run.state.active for run in mine())


def _one_at_a_time() -> None:
    if busy():
        raise ValueError("One training at a time: stop yours, or wait until it has ended.")
    visitors.may_begin(len(st.session_state.get(STARTED, ())))


def _started(run: Run) -> None:
    """Make a run one that this session started."""
    _remember(run.id)
    st.session_state.setdefault(STARTED, []).append(run.id)


def _look_at(run: Run) -> None:
    """Make a run one that this session started, and the one in view."""
    _started(run)
    st.session_state[NEXT] = st.query_params[RUN] = run.id


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
    """A run that waits or trains, the first of several, started here or opened by a link."""
    return next((run for run in reversed(mine()) if run.state.active), None)


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
    before = st.session_state.get(IN_VIEW)
    wanted = (st.session_state.pop(NEXT, None), asked, before, *runs)
    in_view = next(id for id in wanted if id in runs)
    if in_view != before:  # a new widget: what a browser still says of the old one counts no more
        st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    key = _box()
    st.selectbox(
        "Run in view",
        list(runs),
        index=list(runs).index(in_view),
        key=key,
        on_change=_follow,
        args=(key,),
        format_func=lambda id: name(runs[id]),
    )
    st.session_state[IN_VIEW] = st.query_params[RUN] = in_view
    return runs[in_view]


def _box() -> str:
    """The key of the widget that chooses the run in view."""
    return f"{IN_VIEW}_{st.session_state[TURN]}"


def _follow(key: str) -> None:
    """After another run was chosen: it, and not the address, says which is in view."""
    if key == _box():
        st.session_state[NEXT] = st.session_state[IN_VIEW] = st.session_state[key]


def rerun() -> None:
    """Run the whole page again, for the run in view.

    A fragment that asks for it may have been called by a browser that did not know the address of
    now: while a machine is busy, what comes from there can be seconds old.
    """
    if RUN in st.query_params and IN_VIEW in st.session_state:
        st.query_params[RUN] = st.session_state.get(NEXT, st.session_state[IN_VIEW])
    st.rerun()


def news(run: Run, status: RunStatus) -> bool:
    """Whether the state of a run has changed since it was last looked at; True once only."""
    before, now = st.session_state.get(WATCHED), (run.id, status.state)
    st.session_state[WATCHED] = now
    return before is not None and before[0] == run.id and before != now


def progress(run: Run, status: RunStatus) -> RunProgress:
    """How a run stands, for the page and the sidebar."""
    state = status.state
    if state.waiting:
        ahead = resources.queue().position(run)
        waiting = f"waiting, {ahead} before yours" if ahead else "starting TensorFlow"
        if state == RunState.INTERRUPTED:
            waiting = f"the trainer died after {run.history.batches:,} batches; another takes over"
        return RunProgress(waiting, 0.0)
    if state == RunState.STARTING:
        return RunProgress("building the network", 0.0)
    if not state.active:
        return RunProgress(outcome(run, status), 1.0)
    history, epochs = run.history, int(run.config.recipe.epochs)
    if not history.batches:
        return RunProgress("first batch", 0.0)
    done = history.batches / (history.batches_per_epoch * epochs)
    epoch = min((history.batches - 1) // history.batches_per_epoch + 1, epochs)
    accuracy = smooth(history.batch_accuracy, history.span)[-1]
    paused = "paused in " if state == RunState.PAUSED else ""
    sentence = f"{paused}epoch {epoch} of {epochs}, {controls.percent(accuracy)}"
    return RunProgress(sentence, min(done, 1.0))


def outcome(run: Run, status: RunStatus) -> str:
    """How a run ended, in one sentence."""
    result = status.result
    if status.state.active:
        return "Not finished yet."
    if result is not None and result.test is not None:
        test, times = result.test, result.interruptions
        read = f"{test.accuracy:.2%} of {test.digits:,} {test.name} read right."
        read += _early_stopping(run)
        died = f" The trainer died {times} times on the way." if times else ""
        return read + _arithmetic(result) + died
    if status.state == RunState.FAILED:
        return (result and result.reason) or "It failed, and left no reason."
    epochs = run.history.epochs
    return f"It ended after {epochs} full {'epoch' if epochs == 1 else 'epochs'}."


def _early_stopping(run: Run) -> str:
    """After how many epochs a run was stopped early, and which one's weights it has."""
    history, planned = run.history, int(run.config.recipe.epochs)
    if not history.best_epoch:
        return ""
    early = f" Stopped early, after epoch {history.epochs}." * (history.epochs < planned)
    return f"{early} The weights are those after epoch {history.best_epoch}, the best one."


def digits(run: Run, status: RunStatus) -> str:
    """Which digits a run learns from, in a few words; raises RunError where that is unreadable."""
    config, result = run.config, status.result
    provenance, data = config.provenance, result.data if result else None
    if provenance is None:
        return f"{data.training:,} (source: {data.source})" if data else ""  # of an early version
    known, count = resources.shown(provenance), config.examples
    if data is not None:
        count = data.training
    elif known:
        count = config.digits(available_digits(provenance))
    some = f"{count:,} of " if count else ""
    only = f", only {', '.join(map(str, config.classes))}" if config.classes else ""
    held = f"; {', '.join(config.frozen.names)} frozen" if config.frozen else ""
    return (
        f"{some}{provenance.whole}{only}"
        + ("" if known else ", not those that the pages show now")
        + held
    )


def _arithmetic(result: RunResult) -> str:
    """Which precision was taken and why, where a measurement was to decide; else nothing."""
    speedup = result.bfloat16_speedup
    if speedup is None:
        return ""
    taken = "bfloat16" if "bfloat16" in (result.precision or "") else "float32"
    return f" Steps in bfloat16 were measured {speedup:.2f} times as fast: {taken} was taken."


def row(run: Run) -> dict[str, object]:
    """One line of the table of runs; what cannot be read is said instead."""
    status = run.status
    try:
        config, result = run.config, status.result
    except RunError as error:
        return {"Network": run.id, "State": "unreadable", "Outcome": str(error)}
    recipe, test = config.recipe, result.test if result else None
    return {
        "Network": config.architecture.title,
        "State": str(status.state),
        "Right": f"{test.accuracy:.2%}" if test else "not known",
        "Epochs": f"{run.history.epochs} of {recipe.epochs}",
        "Seconds": result.seconds if result else None,
        "Digits": result.data.training if result and result.data else None,
        "Seed": config.seed,
        "Optimizer": recipe.optimizer,
        "Rate": recipe.learning_rate,
        "Batch": recipe.batch_size,
        "Schedule": recipe.schedule.replace("_", " "),
        "Precision": (result and result.precision) or recipe.precision,
        "Augmentation": recipe.augmentation,
        "Recipe": in_one_line(recipe),
        "Outcome": outcome(run, status),
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
        config, moment = run.config, clock.moment(run.created)
        return f"{config.architecture.title}, seed {config.seed}, {moment}"
    except RunError:
        return f"{run.id}, unreadable"
