"""Lessons: what there is to learn step by step, and what a teacher adds."""

import streamlit as st

from mnist_core.lessons import shelf
from pages.ui import frame
from pages.ui.lessons import lesson_cards, own_lessons

frame.guard(__file__)

frame.page_header(
    "Lessons",
    "Each lesson leads through these pages step by step, and asks before it shows. A strip above "
    "the page says what to look at; close it whenever you like, the page stays.",
)
lesson_cards.show(shelf.lessons())
st.header("Lessons of your own", anchor=False)
own_lessons.show()
