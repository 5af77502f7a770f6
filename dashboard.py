"""Inside a CNN: page config, navigation, run."""

import streamlit as st

from pages.ui import class_watch, frame, home_notice, process, visitors
from pages.ui.lessons import strip

st.set_page_config(page_icon=frame.ICON, layout="wide")  # or the browser asks the web for one
process.begin()
visitors.admit()
home_notice.show()
page = frame.navigation()
st.set_page_config(page_title=f"{page.title} · Inside a CNN")
network = frame.choose_network(page)
with st.container():  # a vote that opens, or a lesson, moves no part of the page to another place
    class_watch.above()
    strip.show(page.url_path or "home")
page.run()
frame.sidebar(network)  # below the network, and later: the page is what one looks at
process.settle()
process.give_back()
