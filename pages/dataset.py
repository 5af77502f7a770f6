"""Dataset: the digits, how many of each, how they are prepared and how they were made."""

import streamlit as st

from mnist_core.data.measurements import MIDDLE
from mnist_core.data.preprocessing import stages
from mnist_core.figures import digit_charts as figures
from mnist_core.figures.sprite import compose
from pages.ui import controls, digit_choice, frame, resources
from pages.ui.components.tiles.tiles import tiles

GRID = 60  # digits in view at once
GUESSES = ("exactly as often", "up to 1.1 times", "1.1 to 1.5 times", "more than 1.5 times")
SHOW = "I would rather see it"
LIMITS = (1.0, 1.1, 1.5, float("inf"))

frame.guard(__file__)


def choose(index: int) -> None:
    """Show the digit with this number."""
    st.session_state[digit_choice.DIGIT] = index


def turn_page(key: str) -> None:
    """Show the first digit of the page that was asked for."""
    choose(int(digit_choice.digits_of_kind()[(st.session_state[key] - 1) * GRID]))


frame.page_header(
    "Dataset",
    "What a network gets to see: pictures of 28 × 28 pixels, each with the number it is meant to "
    "show. Choose one, then look at it from every side.",
)
digit = digit_choice.choose_digit()
chosen = resources.split(digit.split)
measured = resources.measurements(digit.split)
colours = controls.palette()
name = {"train": "training digits", "validation": "validation digits"}.get(
    digit.split, resources.dataset().provenance.test_name
)
browse, counts, averages, prepared, made, source = st.tabs(
    ["Browse", "Counts", "Averages", "Preparation", "How they were made", "Source"],
    key="view",
    bind="query-params",
    on_change="rerun",
)

if browse.open:
    with browse:
        many, one = st.columns(2, gap="medium")
        indices = digit_choice.digits_of_kind()
        first = (int((indices <= digit.index).sum()) - 1) // GRID * GRID
        shown = indices[first : first + GRID]
        with many:
            tiles(
                chosen.images[shown],
                labels=[str(i) for i in shown],
                names=[f"Digit {i}, a {chosen.labels[i]}" for i in shown],
                key="grid",
                on_pick=lambda place: choose(int(shown[place])),
                chosen=shown.tolist().index(digit.index) if digit.index in shown else None,
            )
            page, pages = first // GRID + 1, -(-len(indices) // GRID)
            key = f"grid_page_{page}"  # by its page, so that it follows the digit in view
            st.pagination(pages, default=page, key=key, on_change=turn_page, args=(key,))
        with one:
            st.markdown(
                f"Digit **{digit.index}** of {len(chosen):,} {name}, labelled **{digit.label}**."
            )
            numbers = st.toggle("Print the values", key="numbers", persist_state="session")
        with browse if numbers else one:
            controls.show(
                figures.pixels(digit.image, colours, numbers),
                alt=f"A handwritten {digit.label}, pixel by pixel; 0 is paper and 255 is ink.",
                key="pixels",
            )

if counts.open:
    with counts:
        guess = st.radio(
            "First a guess: how often does the most frequent digit occur, compared with the "
            "rarest?",
            (*GUESSES, SHOW),
            index=None,
            key="guess",
            persist_state="session",
        )
        if guess is not None:
            limit = next(place for place, limit in enumerate(LIMITS) if measured.imbalance <= limit)
            verdict = {SHOW: "", GUESSES[limit]: "Right: "}.get(guess, "Not quite: ")
            st.markdown(
                f"{verdict}{measured.imbalance:.2f} times as often among these {len(chosen):,} "
                f"{name}. Always answering **{measured.majority_digit}** would be right for "
                f"{controls.percent(measured.majority_share)} of them."
            )
            controls.show(
                figures.class_counts(measured.counts, colours),
                alt=f"Bars: how many of each digit from 0 to 9, {measured.counts.min():,} to "
                f"{measured.counts.max():,}; a dotted line marks an equal share.",
                key="counts",
            )

if averages.open:
    with averages:
        st.markdown(
            f"The mean of all {name} of a kind, and below it where they differ: their variance, "
            "pixel by pixel. Full ink is a mean of 1, and a variance of 0.25, the most there is."
        )
        for title, images in (
            ("mean", measured.mean_images),
            ("variance", measured.variance_images / 0.25),
        ):
            controls.show_sprite(
                compose(images, colours, columns=10, zoom=3, gap=6, labels=[*"0123456789"]),
                alt=f"The {title} image of each digit from 0 to 9.",
            )

if prepared.open:
    with prepared:
        steps = {stage.name: stage for stage in stages(digit.image, digit.label)}
        pictures = [steps[key] for key in ("Reshape", "Scale", "Standardise")]
        controls.show(
            figures.preparation(pictures, colours),
            alt="The digit three times: as stored, scaled, and standardised.",
            key="stages",
        )
        for stage in pictures:
            st.markdown(f"**{stage.name}.** {stage.sentence}")
        for key, unit in (("Flatten", "input"), ("One-hot", "place")):
            st.markdown(f"**{key}.** {steps[key].sentence}")
            controls.show(
                figures.strip(steps[key].array, colours, unit),
                alt=f"{key}: {len(steps[key].array)} numbers in a row.",
                key=key,
            )

if made.open:
    with made:
        st.markdown(
            "A scanned digit was shrunk until its larger side was 20 pixels, then laid into the "
            "28 × 28 field so that its **centre of mass** came to the middle. Measured on these "
            f"{len(chosen):,} {name}: the larger side is 20 pixels for "
            f"{controls.percent(measured.share_of_larger_side_20)}, and the centre of mass lies "
            f"within half a pixel of 14 for {controls.percent(measured.share_of_mass_in_range)}."
        )
        controls.show(
            figures.larger_sides(measured.larger_sides, colours),
            alt="Bars: the larger side of the ink, in pixels.",
            key="sides",
        )
        st.markdown(
            "The box around the ink is another matter: its middle is more than one pixel off for "
            f"{controls.percent(measured.share_of_boxes_off_centre)}. So centring a drawing by its "
            "box is not what MNIST did."
        )
        controls.show(
            figures.centres(measured.centres_of_mass, measured.box_offsets + MIDDLE, colours),
            alt="Two maps of where digits lie: centres of mass at one spot, boxes spread out.",
            key="centres",
        )

if source.open:
    with source:
        frame.show_provenance()
