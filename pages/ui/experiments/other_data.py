"""Other data: images of any kind to judge networks by and to train them on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.data.imported.brought_files import Brought, BroughtFile, read_files
from mnist_core.data.imported.fashion import TITLE as FASHION
from mnist_core.data.imported.fitted import AS_THEY_ARE, PREPARATIONS
from mnist_core.data.imported.imported_set import ImportedSet, keep, remove_set
from mnist_core.data.imported.raw_images import DIGIT_NAMES
from mnist_core.data.imported.small_digits import TITLE as SMALL
from mnist_core.data.imported.small_digits import small_digits
from mnist_core.figures.number_format import between, percent
from pages.ui import (
    controls,
    digit_choice,
    evaluated_digits,
    guess,
    learnt_digits,
    own_drawings,
    refusal,
    resources,
)
from pages.ui.components.tiles.tiles import tiles

SET, KEPT = "set", "kept_sets"  # the URL's parameter, and the sets that this session brought
FILES, TITLE, NAMES, PREPARATION = "brought", "brought_title", "brought_names", "brought_how"
GUESS = "other_guess"  # keys begin so
NEAR = 5  # of 100 images: a guess so close is right
EACH = 2  # images shown of each class


def show() -> None:
    """Bring images, or take ready ones; look at a set, guess, and see how networks read it."""
    st.markdown(
        "A network reads whatever has 28 × 28 pixels and answers one of ten. Bring other images: "
        "other handwriting, or no digits at all. How does a network fare that learnt MNIST, and "
        "one that you train on them?"
    )
    refusal.show()
    ready, bring = st.columns(2, gap="large")
    with ready:
        _ready()
    with bring:
        _bring()
    sets = {it.id: it for it in resources.brought_sets()}
    if not sets:
        st.caption("No images yet. What is brought can be chosen on every page that shows digits.")
        return
    st.header("Images there are", anchor=False)
    asked = st.query_params.get(SET)
    if asked in sets:
        st.session_state[SET] = asked
    elif st.session_state.get(SET) not in sets:
        st.session_state[SET] = next(iter(sets))
    id = st.selectbox(
        "Set", list(sets), key=SET, format_func=lambda id: sets[id].title, on_change=_turn
    )
    _about(sets[id])
    _judge(sets[id])


def _turn() -> None:
    """After another set was chosen: it, and not the address, says which is in view."""
    st.query_params[SET] = st.session_state[SET]


def _ready() -> None:
    st.markdown("**Ready**")
    st.button(SMALL, key="ready_small", on_click=_keep_small, icon=":material/apps:")
    own = len(own_drawings.kept())
    st.button(
        f"The {own} drawings kept on Draw" if own else "Drawings kept on Draw: none yet",
        key="ready_own",
        on_click=_keep_own,
        icon=":material/draw:",
        disabled=not own,
    )
    if not any(it.title == FASHION for it in resources.brought_sets()):
        st.markdown(
            f"**{FASHION}**: 70,000 garments, fetched once by "
            "`.venv/bin/python -m mnist_core download --digits fashion`"
        )
    st.caption(
        "Drawings of a whole class: everybody downloads theirs on Draw, one person brings all the "
        "files at once."
    )


def _bring() -> None:
    st.markdown("**Bring your own**")
    with st.form("bring", border=False):
        st.file_uploader(
            "`.npz`, idx as MNIST is published, CSV with the label first, or a zip of folders",
            accept_multiple_files=True,
            key=FILES,
            help="From 8 × 8 to 128 × 128 pixels, black on white or white on black, at most ten "
            "classes. In a zip, the folder of a picture names its class. Larger files: "
            "`python -m mnist_core import FILE --title NAME`.",
        )
        st.text_input("Title", key=TITLE, max_chars=40, placeholder="Digits of class 7b")
        st.text_input(
            "Names of the classes 0, 1, 2, …, if they are no digits",
            key=NAMES,
            max_chars=260,
            placeholder="cat, dog, fish",
        )
        st.segmented_control(
            "Prepare them",
            PREPARATIONS,
            default=AS_THEY_ARE,
            required=True,
            key=PREPARATION,
            format_func=str.capitalize,
            help="As they are: scaled to 28 × 28. As drawings: also cropped, scaled to 20 pixels "
            "and centred by mass, as MNIST's digits were.",
        )
        st.form_submit_button("Import", on_click=_import, type="primary", key="import")


def _import() -> None:
    """Callback: read the files and keep what is in them; what cannot be is one sentence."""
    files = [BroughtFile(it.name, it) for it in st.session_state[FILES] or ()]
    names = [name for name in st.session_state[NAMES].split(",") if name.strip()] or None
    with refusal.explained():
        brought = read_files(files, st.session_state[PREPARATION], names)
        _keep(st.session_state[TITLE], brought)


def _keep_small() -> None:
    with refusal.explained():
        _keep(SMALL, small_digits())


def _keep_own() -> None:
    digits = own_drawings.kept()
    with refusal.explained():
        judge = np.ones(len(digits), bool)
        _keep(f"{len(digits)} drawings", Brought(digits, judge, DIGIT_NAMES, ()))


def _keep(title: str, brought: Brought) -> None:
    """Keep a set, put it in view, and remember that this session may remove it."""
    found = keep(title, brought)
    st.session_state.setdefault(KEPT, set()).add(found.id)
    st.session_state[SET] = found.id
    st.query_params[SET] = found.id


def _about(found: ImportedSet) -> None:
    """How many images there are, of which classes, and some of each."""
    changes = f" In reading: {'; '.join(found.changes)}." if found.changes else ""
    learn = (
        f"**{found.training:,}** images to learn from" if found.training else "None to learn from"
    )
    st.markdown(f"{learn}, **{found.test:,}** to judge by.{changes}")
    judged = resources.split(found.id)
    shown = [np.flatnonzero(judged.labels == kind)[:EACH] for kind in range(len(found.names))]
    places = np.concatenate(shown)
    kinds = [found.names[kind] for kind in judged.labels[places]]
    tiles(
        judged.images[places],
        labels=[kind[:10] for kind in kinds],
        names=[f"image {place}: {kind}" for place, kind in zip(places, kinds, strict=True)],
        key=f"brought_tiles_{found.id}",
        on_pick=lambda place: digit_choice.open_digit(found.id, int(places[place]), "dataset"),
    )
    with st.container(horizontal=True):
        st.button(
            "Look through them",
            key="other_look",
            icon=":material/grid_view:",
            on_click=digit_choice.open_digit,
            args=(found.id, 0, "dataset"),
        )
        if found.training:
            st.button(
                "Train a network on them",
                key="other_train",
                icon=":material/model_training:",
                on_click=_train,
                args=(found.id,),
            )
        if found.id in st.session_state.get(KEPT, ()):
            st.button(
                "Remove them",
                key="other_remove",
                icon=":material/delete:",
                on_click=_remove,
                args=(found.id,),
                help="For everybody; runs that learnt from them stay.",
            )


def _train(id: str) -> None:
    """Callback: the form on the Training page, with these images chosen."""
    learnt_digits.choose_set(id)
    st.switch_page("pages/training.py", query_params={})


def _remove(id: str) -> None:
    with refusal.explained():
        remove_set(id)
    st.query_params.pop(SET, None)


def _judge(found: ImportedSet) -> None:
    """A guess, and then how all networks on offer read the test images."""
    id = controls.chosen_network()
    title = controls.plain(resources.network(id).architecture.title)
    key, asks = f"{GUESS}_{found.id}", f"Of 100 of these images, how many does {title} read right?"
    guessed = guess.number(key, asks, 0, 100, 50)
    if guessed is None:
        return
    rows = {}
    for network in dict.fromkeys((id, *controls.offered_networks())):
        score = resources.brought_score(network, found.id)
        rows[_name(network)] = {
            "right": percent(score.accuracy),
            "95 % interval": between(score.accuracy_interval),
            "always the commonest": percent(score.baseline),
        }
    mine = resources.brought_score(id, found.id)
    some = f"{len(mine):,} of them, drawn at random," if len(mine) < found.test else "all of them"
    outcome = f"Of {some} {title} reads **{percent(mine.accuracy)}** right."
    near = guessed and abs(int(guessed) - 100 * mine.accuracy) <= NEAR
    guess.came_out(key, outcome, bool(near))
    st.table(pd.DataFrame(rows).T.rename_axis("network"))
    if found.named:
        st.caption(
            "A network that learnt digits answers a digit to any image: it is right where the "
            "number of the class happens to be the same."
        )
    st.button(
        "Judge it on them, with confusions and errors",
        key="other_evaluate",
        icon=":material/fact_check:",
        on_click=_evaluate,
        args=(found,),
    )


def _name(network: str) -> str:
    title = controls.plain(resources.network(network).architecture.title)
    return f"{title} {network[-4:]}" if network.startswith(resources.RUN_PREFIX) else title


def _evaluate(found: ImportedSet) -> None:
    """Callback: the Evaluation page on these images."""
    st.switch_page("pages/evaluation.py", query_params=evaluated_digits.address(found))
