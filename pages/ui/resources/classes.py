"""The database of the classes, which all sessions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from mnist_core.classroom.class_database import ClassDatabase


@st.cache_resource(show_spinner=False)
def class_database() -> ClassDatabase:
    """The one of this server; imports SQLAlchemy, so only who is in a class asks.

    Raises
    ------
    ValueError
        With one sentence, where it cannot be used.
    """
    from mnist_core.classroom.class_database import open_database
    from mnist_core.classroom.sweeper import keep_swept

    database = open_database()
    keep_swept(database)
    return database
