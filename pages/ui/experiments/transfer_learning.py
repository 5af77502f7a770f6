"""Transfer: what a network has learnt on the digits 0 to 4, put to use on 5 to 9."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mnist_core.figures.number_format import between, percent
from mnist_core.figures.transfer_curves import transfer_curves
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.studies import transfer_arms
from mnist_core.studies.transfer_arms import ARMS, arm_of, arms, base, learning_parameters
from mnist_core.training.frozen_layers import convolutions
from mnist_core.training.run_folder import Run, RunError
from mnist_core.training.runs import open_run
from pages.ui import controls, frame, guess, refusal, resources, session_runs

TRANSFER = "transfer"  # the URL's parameter: the ids of the runs, the base first
NETWORK, EXAMPLES = "transfer_network", "transfer_examples"
EPOCHS, SEEDS = "transfer_epochs", "transfer_seeds"
GUESS = "transfer_guess"
POLL_SECONDS = 2.0
MOST = 1 + 3 * 5  # runs of one experiment: the base, and five seeds of each arm
NETWORKS = tuple(id for id, it in ARCHITECTURES.items() if convolutions(it))


def show() -> None:
    """The question, a guess, the start, and the three arms side by side."""
    st.markdown(
        "A network learns the digits **0 to 4**. Then its convolutions are frozen and only the "
        "rest learns **5 to 9**, from few digits. Do strokes learnt on some digits help with "
        "others? Two arms with the same budget say: one that learns everything from scratch, and "
        "one whose frozen convolutions are random."
    )
    refusal.show()
    runs = _runs()
    if not runs:
        _ask()
        return
    if any(run.state.active for run in runs):
        st.fragment(_watch, run_every=POLL_SECONDS)(runs)
    else:
        st.button("Another experiment", key="transfer_again", on_click=_again)
        _show_arms(runs, going_on=False)


def _runs() -> list[Run]:
    """The runs that the address names, the base first; none where they are no experiment."""
    asked = st.query_params.get(TRANSFER)
    if not asked:
        return []
    try:
        runs = [open_run(id) for id in asked.split(",")[:MOST]]
        roles = [arm_of(run.config) for run in runs]
    except RunError as error:
        st.warning(controls.plain(str(error)))
        return []
    if roles[0] is not None or set(roles) != {None, *ARMS}:
        st.warning("The runs that this link names are no transfer experiment; start one here.")
        return []
    return runs


def _ask() -> None:
    """The budget, the guess, and the button that asks for all the runs."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        network = st.selectbox(
            "Network",
            NETWORKS,
            NETWORKS.index(resources.DEFAULT_NETWORK),
            key=NETWORK,
            format_func=lambda id: ARCHITECTURES[id].title,
            width=180,
        )
        examples = st.number_input(
            "Digits 5 to 9 to learn from", 100, 20_000, 100, 100, key=EXAMPLES, width=210
        )
        epochs = st.number_input("Epochs", 1, 20, 8, key=EPOCHS, width=130)
        seeds = st.number_input(
            "Seeds", 1, 5, 3, key=SEEDS, width=130, help="How often each arm is trained."
        )
    asks = "Which arm will read most of the test digits 5 to 9 right?"
    guessed = guess.choose(GUESS, asks, ARMS.values())
    if guessed:
        st.markdown(f"You guessed: **{guessed}**.")
    busy = session_runs.busy()
    st.button(
        f"Train {3 * seeds + 1} runs",
        type="primary",
        icon=":material/play_arrow:",
        key="transfer_start",
        disabled=guessed is None or busy,
        on_click=_start,
        args=(network, int(epochs), int(examples), int(seeds)),
    )
    st.caption(
        "One training at a time: stop yours first."
        if busy
        else f"They wait in the queue like any run, the base on 0 to 4 first "
        f"({transfer_arms.BASE_RECIPE.epochs} epochs of all there are)."
    )


def _start(network: str, epochs: int, examples: int, seeds: int) -> None:
    """Callback: ask for the base and for all arms, and name them in the address."""
    with refusal.explained():
        first = base(ARCHITECTURES[network], resources.dataset().provenance)
        runs = session_runs.start_with_others(
            first, lambda id: arms(first, id, epochs, examples, seeds)
        )
        st.query_params[TRANSFER] = ",".join(run.id for run in runs)
        guess.hand_over(GUESS, f"{GUESS}_{runs[0].id}")


def _watch(runs: list[Run]) -> None:
    """How the runs stand, drawn again while they go on."""
    states = [run.state for run in runs]
    if not any(state.active for state in states):
        st.rerun()
    ended = sum(not state.active for state in states)
    now = next(run for run, state in zip(runs, states, strict=True) if state.active)
    doing = session_runs.progress(now, now.status).sentence
    st.progress(ended / len(runs), text=f"{ended} of {len(runs)} runs have ended · {doing}")
    st.button("Stop all", key="transfer_stop", on_click=_stop, args=(runs,))
    _show_arms(runs, going_on=True)


def _show_arms(runs: list[Run], going_on: bool) -> None:
    """What failed, the curves, the table."""
    for reason in sorted({run.result.reason for run in runs if run.result and run.result.reason}):
        st.error(controls.plain(reason))
    by_arm = {arm: [run for run in runs if arm_of(run.config) == arm] for arm in ARMS}
    _curves(by_arm)
    _results(by_arm, runs[0], going_on)


def _stop(runs: list[Run]) -> None:
    for run in reversed(runs):  # the last ones first: none begins meanwhile
        if run.state.active:
            run.request_stop()


def _again() -> None:
    del st.query_params[TRANSFER]


def _curves(by_arm: dict[str, list[Run]]) -> None:
    histories = {
        arm: [history for history in (run.history for run in runs) if history.epochs]
        for arm, runs in by_arm.items()
    }
    if not any(histories.values()):
        st.caption("The base is learning 0 to 4. The curves of the three arms will stand here.")
        return
    epochs = max(int(run.config.recipe.epochs) for runs in by_arm.values() for run in runs)
    figure = transfer_curves(
        {ARMS[arm]: [it.validation_accuracy for it in found] for arm, found in histories.items()},
        {ARMS[arm]: transfer_arms.mean_curve(found) for arm, found in histories.items()},
        epochs,
        controls.palette(),
    )
    controls.show(
        figure,
        alt=f"Share of the validation digits 5 to 9 read right after each of {epochs} epochs, "
        "one line for each arm.",
        key="transfer_curves",
    )
    st.caption(
        "Thick: the mean over the seeds. Thin: each seed. Look at the first epoch, and at whether "
        "the lines meet at the end."
    )


def _results(by_arm: dict[str, list[Run]], first: Run, going_on: bool) -> None:
    """The table of the arms, and what the guess was worth."""
    rows, means = {}, {}
    for arm, runs in by_arm.items():
        tests = [run.result.test for run in runs if run.result and run.result.test]
        found = transfer_arms.score(tests)
        if found is None:
            continue
        means[arm] = found.mean
        seconds = [run.result.seconds or 0.0 for run in runs if run.result and run.result.test]
        rows[ARMS[arm]] = {
            "test digits 5–9 right": percent(found.mean),
            "95 % interval": between(found.interval),
            "seeds": str(len(tests)),
            "weights that learn": f"{learning_parameters(runs[0].config):,}",
            "seconds a run": f"{sum(seconds) / len(seconds):.1f}",
        }
    if not rows:
        return
    st.table(pd.DataFrame(rows).T.rename_axis("arm"))
    _verdict(means, first, going_on)
    base_test = first.result.test if first.result else None
    learnt = f" The base reads {percent(base_test.accuracy)} of 0 to 4." if base_test else ""
    st.caption(
        f"All arms see the same {by_arm[transfer_arms.SCRATCH][0].config.examples:,} digits in "
        "batches of 32, equally often, and start with the same random decision layers. The "
        "interval covers two doubts, Wilson’s over the digits and Student’s over the seeds; all "
        f"seeds share one base.{learnt}"
    )
    frame.link("training", "the curves and the networks of these runs")


def _verdict(means: dict[str, float], first: Run, going_on: bool) -> None:
    if going_on or len(means) < len(ARMS):
        return
    best = max(means, key=means.__getitem__)
    key = f"{GUESS}_{first.id}"
    guess.came_out(
        key,
        f"Most were read right by **{ARMS[best]}**. Where two intervals overlap, these seeds do "
        "not tell the two arms apart. Try it with 20 times as many digits: does the order stay?",
        guess.guessed(key) == ARMS[best],
    )
