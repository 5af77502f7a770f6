"""Tells the server when the person switches between light and dark, so that figures follow.

Streamlit repaints its own page at once, but a figure keeps its colours until the next run.
"""

import streamlit as st

WATCH = """
export default function ({ parentElement, setStateValue }) {
  const host = parentElement.host ?? parentElement
  const paper = () => getComputedStyle(host).getPropertyValue("--st-background-color").trim()
  let seen = paper()
  const timer = setInterval(() => {
    if (paper() !== seen) {
      seen = paper()
      setStateValue("paper", seen)
    }
  }, 500)
  return () => clearInterval(timer)
}
"""


def follow() -> None:
    """Run the page again whenever the appearance has changed; takes no room on the page."""
    watch = st.components.v2.component("appearance", js=WATCH)
    watch(key="appearance", height=1, on_paper_change=lambda: None)
