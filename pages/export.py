"""Export: a network for other programs, judged by each one's own runtime, with code to copy."""

import streamlit as st

from pages.ui import controls, frame
from pages.ui.export import client_code, export_table, ordering

frame.guard(__file__)

frame.page_header(
    "Export",
    "A network that is to work for others has to leave the app that made it. Here it is written in "
    "other formats; each is read back by its own runtime and held against this app. Look at what "
    "half or a quarter of the bytes costs.",
)
id = controls.chosen_network()
export = ordering.folder(id)
result = None if export is None else ordering.result(id, export)
if export is not None and result is not None:
    export_table.show(id, export, result)
st.header("Read digits with it", anchor=False)
client_code.show()
