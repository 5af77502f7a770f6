"""Training: choose a recipe, press start, watch the network learn while the app stays free."""

import streamlit as st

from mnist_core.figures.learning_curves import accuracy_curve, loss_curve, mark, mark_events
from mnist_core.network.architectures import ARCHITECTURES, DEFAULT
from mnist_core.network.recipe import Recipe
from mnist_core.training.history import History
from mnist_core.training.run_folder import Run, RunError
from mnist_core.training.run_protocol import RunState
from mnist_core.training.run_status import RunStatus
from pages.ui import controls, digit_choice, frame, recipe_form, refusal, resources, session_runs
from pages.ui.components.live_chart import live_chart
from pages.ui.training import (
    forecast,
    one_step,
    rate_control,
    run_buttons,
    run_list,
    time_machine,
    tutor,
)

POLL_SECONDS = 1.0

frame.guard(__file__)
frame.page_header(
    "Training",
    "Press start and watch the loss fall. The network is trained in a process of its own, so every "
    "other page stays free; come back whenever you like.",
)
with refusal.explained():
    resources.queue().tend()  # the trainer takes seconds to start: let it begin now
refusal.show()


def curves(
    history: History,
    recipe: Recipe,
    key: str,
    moment: int | None = None,
    foreign: bool = False,
) -> None:
    """Loss and accuracy over the same epochs, one above the other, with a cursor at a moment.

    Where the validation digits are ``foreign``, none of the pages', what one answer reaches on
    them is not known, and not drawn.
    """
    epochs = int(recipe.epochs)
    done = f"over {history.epochs} of {epochs} epochs, per batch and on the validation digits."
    colours = controls.palette()
    majority = None if foreign else resources.measurements("validation").majority_share
    loss = loss_curve(history, epochs, colours, recipe.loss)
    accuracy = accuracy_curve(history, epochs, colours, majority)
    if moment is not None and history.batches_per_epoch:
        for figure in (loss, accuracy):
            mark(figure, moment / history.batches_per_epoch, colours)
    mark_events(loss, history, colours)
    live_chart.show(loss, alt=f"Loss {done}", key=f"{key}_loss")
    live_chart.show(accuracy, alt=f"Accuracy {done}", key=f"{key}_accuracy")
    if recipe.hardest_again:
        st.caption(
            "At the end of every epoch the digits that the network was least sure of come again, "
            "so its batches do worse there."
        )


def recorded() -> None:
    """How the shipped network learnt, so that there is something to see before any training."""
    architecture = recipe_form.architecture()
    if architecture.id not in ARCHITECTURES:
        st.markdown("**Your network** has learnt nothing yet: press start. Until then:")
        architecture = ARCHITECTURES[DEFAULT]
    st.markdown(
        f"**{architecture.title}**, recorded when the shipped network was trained. Look for the "
        f"steep first epoch, and for the point where the validation digits stop improving."
    )
    history = resources.shipped_history(architecture.id)
    curves(history, architecture.recipe, f"recorded_{architecture.id}")


def stands(run: Run, status: RunStatus, history: History, epochs: int) -> None:
    """One line on how the run stands, with a bar while it goes on."""
    progress = session_runs.progress(run, status)
    if not status.state.active:
        st.markdown(f"**{status.state.capitalize()}.** {controls.plain(progress.sentence)}")
        return
    left, pace, facts = history.seconds_left(epochs), history.batches_per_second, ""
    if left is not None and pace is not None and status.state == RunState.TRAINING:
        pace *= int(run.config.recipe.batch_size)
        facts = (
            f" · about {left:.0f} s left · {pace:,.0f} digits per second"
            f" · learning rate {history.rate:.2g}"
        )
    st.progress(progress.share, text=f"**Training** · {progress.sentence}{facts}")


def watch(run: Run) -> None:
    """The run in view, drawn again every second while it goes on."""
    status = run.status
    if session_runs.news(run, status):
        session_runs.rerun()  # the buttons, the table and the sidebar have something new to say
    try:
        config = run.config
    except RunError as error:
        st.error(controls.plain(str(error)))
        return
    history, epochs = run.history, int(config.recipe.epochs)
    foreign = config.provenance is not None and not resources.in_use(config.provenance)
    run_buttons.show(run, status)  # first: what stands above a button moves it
    rate_control.show(run, status, history)
    stands(run, status, history, epochs)
    forecast.show(run, status, history, epochs)
    learns_from = session_runs.digits(run, status)
    if learns_from:
        st.caption(f"**Digits** · {controls.plain(learns_from)}.")
    moment = time_machine.choose_moment(run)
    curves(history, config.recipe, f"live_{run.id}", moment, foreign)
    rate_control.curve(run, history, epochs)
    tutor.show(run, config, status, history)
    if not status.state.active and time_machine.moved():
        session_runs.rerun()  # nothing polls any more: the pictures below go to the moment now


def past(run: Run) -> None:
    """The network at the chosen moment."""
    moment = time_machine.chosen_moment(run)
    if moment is not None:
        time_machine.show(run, moment, *read)


form, screen = st.columns([2, 3], gap="large")
with form:
    recipe_form.show()
with screen:
    run = session_runs.choose_run()
    going_on = run is not None and run.state.active
    if run is None:
        recorded()
    else:
        st.fragment(watch, run_every=POLL_SECONDS if going_on else None)(run)

if run is not None:
    st.header("The time machine", anchor=False)
    st.markdown(
        "Move the slider above: kernels, answer and errors go back to that moment. Everything is "
        "computed from the weights kept then, on the digit chosen here."
    )
    read = digit_choice.drawing_instead(digit_choice.choose_digit())
    st.fragment(past, run_every=2 * POLL_SECONDS if going_on else None)(run)

st.header("What happens in one step", anchor=False)
one_step.show()

st.header("Your runs", anchor=False)
run_list.show(run)
