"""Guess before reveal: the one way in which every page asks, and what this person has guessed.

Who commits to a prediction understands more of what is then shown than who only watches (Crouch et
al. 2004, American Journal of Physics 72:835). So a page asks first, with `choose` or `number`, and
shows nothing before there is an answer. The first guess counts; `came_out` keeps it beside the
outcome. The browser remembers them, so that a reload forgets none and the server holds none once
the session is over; a teacher's switch skips them on all pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import streamlit as st

from mnist_core.lessons.first_guess import Guess, NoGuess, remembered_guess
from pages.ui import controls
from pages.ui.class_address import PUPIL, TEACHER
from pages.ui.components.browser import memory

GUESSES, SKIP = "guesses", "skip_guesses"  # keys
LESSON = "lesson_"  # keys of the questions of lessons begin so
VOTE = f"{LESSON}vote_"  # and of votes: they go with their class, and no browser remembers them
TAKEN = "guesses_taken"  # key: what the browser remembered is among the guesses
REMEMBERED = "guess:"  # names of what it remembers begin so
RATHER = "just show me"
RIGHT, WRONG = ":material/check_circle:", ":material/cancel:"
FIRST = ":material/lightbulb:"
SECRETS = (PUPIL, TEACHER)  # parameters of the address


def switch() -> None:
    """The teacher's switch: no page asks, all is shown."""
    st.toggle(
        "Skip the guesses",
        key=SKIP,
        persist_state="session",
        help="For teachers: pages show at once what they otherwise ask for a guess about.",
    )


def skipped() -> bool:
    """Whether nobody is asked."""
    return bool(st.session_state.get(SKIP))


def offer_to_forget() -> None:
    """Where somebody has guessed: let the next one at this computer be asked again."""
    if all_guesses():
        st.button(
            "Ask me again",
            key="forget_guesses",
            type="tertiary",
            icon=":material/restart_alt:",
            on_click=forget,
            args=("",),
            help="Your guesses stay in this browser. Forget them, and every page asks again: for "
            "whoever sits down here next.",
        )


def choose(key: str, question: str, options: Iterable[str]) -> str | None:
    """Ask for one of some answers; the one that was given first.

    Returns
    -------
    One of the options, "" where somebody would rather be shown, None while nothing is answered:
    then the question stands on the page, and what would answer it must not.
    """
    answers = tuple(options)
    if (given := _given(key, lambda it: it in answers)) is not None:
        return given
    st.markdown(f"{FIRST} **First a guess.** {question}")
    with st.container(horizontal=True, gap="small"):
        for place, words in enumerate(answers):
            st.button(words, key=f"{key}_{place}", on_click=_commit, args=(key, question, words))
        _rather(key, question)
    return None


def number(key: str, question: str, low: int, high: int, start: int) -> str | None:
    """The same for a whole number from `low` to `high`, as text; the field stands at `start`."""
    if (given := _given(key, lambda it: _whole(it, low, high))) is not None:
        return given
    st.markdown(f"{FIRST} **First a guess.** {question}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        found = st.number_input("Your guess", low, high, start, key=f"{key}_number", width=170)
        st.button(
            "That is my guess",
            key=f"{key}_made",
            on_click=_commit,
            args=(key, question, f"{found:,}"),
        )
        _rather(key, question)
    return None


def came_out(key: str, outcome: str, right: bool | None = None) -> None:
    """Say what came out, with the guess before it; `right` is None where nobody can tell.

    The outcome, Markdown, is one or two sentences. The first one is remembered with the guess.
    """
    found = all_guesses().get(key)
    if skipped() or found is None or not found.guessed:
        st.markdown(outcome)
        return
    if not found.outcome:
        _keep(key, replace(found, outcome=outcome, right=right))
    now = replace(found, guessed=f"**{controls.plain(found.guessed)}**", right=right)
    icon = {None: "", True: f"{RIGHT} ", False: f"{WRONG} "}[right]
    st.markdown(f"{icon}{now.verdict} {outcome}")


def note(key: str, question: str, given: str, outcome: str, right: bool) -> None:
    """Remember what was answered elsewhere, to the question of a lesson, and what is right."""
    if key not in all_guesses():
        _keep(key, Guess(question, given, _address(), outcome, right))


def all_guesses() -> dict[str, Guess]:
    """What this person has guessed, by key, in the order of asking; the same dict all the time."""
    guesses: dict[str, Guess] = st.session_state.setdefault(GUESSES, {})
    if memory.has_told() and TAKEN not in st.session_state:
        st.session_state[TAKEN] = True
        for key, it in memory.kept(memory.LASTING, REMEMBERED).items():
            with suppress(NoGuess):
                guesses.setdefault(key, remembered_guess(it))
    return guesses


def guessed(key: str) -> str | None:
    """What was answered, also where guesses are skipped now; None where nothing was."""
    found = all_guesses().get(key)
    return None if found is None else found.guessed


def hand_over(key: str, heir: str) -> None:
    """Let a guess belong to another question from now on: to the runs that it was about."""
    if (found := all_guesses().get(key)) is not None:
        _drop(key)
        _keep(heir, found)


def forget(start: str) -> None:
    """Callback: forget the guesses whose keys begin so."""
    for key in [it for it in all_guesses() if it.startswith(start)]:
        _drop(key)


def _keep(key: str, found: Guess) -> None:
    all_guesses()[key] = found
    if not key.startswith(VOTE):
        memory.keep(memory.LASTING, f"{REMEMBERED}{key}", found.remembered)


def _drop(key: str) -> None:
    all_guesses().pop(key, None)
    memory.keep(memory.LASTING, f"{REMEMBERED}{key}", None)


def _given(key: str, allowed: Callable[[str], bool]) -> str | None:
    """What was answered, "" for not asked; what a browser remembers and cannot be is forgotten."""
    memory.tell()  # of the click that began this run
    if skipped():
        return ""
    given = guessed(key)
    if given and not allowed(given):
        _drop(key)
        return None
    return given


def _whole(given: str, low: int, high: int) -> bool:
    """Whether a guess that a browser remembers is such a number."""
    digits = given.replace(",", "").removeprefix("-")
    return digits.isascii() and digits.isdecimal() and low <= int(given.replace(",", "")) <= high


def _rather(key: str, question: str) -> None:
    args = (key, question, "")
    st.button(RATHER, key=f"{key}_shown", type="tertiary", on_click=_commit, args=args)


def _commit(key: str, question: str, words: str) -> None:
    """Callback: the first guess counts."""
    if key not in all_guesses():
        _keep(key, Guess(question, words, _address()))


def _address() -> str:
    """The page with its parameters, but for those that open somebody's place in a class."""
    page = urlsplit(st.context.url or "").path.rpartition("/")[2]
    told = {name: it for name, it in st.query_params.to_dict().items() if name not in SECRETS}
    return f"{page}?{urlencode(told)}".rstrip("?")
