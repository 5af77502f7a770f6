// Reports the colour of the paper whenever it has changed, as it does between light and dark.
// A transition is the one event that tells of a changed style, wherever the change was made.
import { make } from "../elements.js"

/** @import { Component } from "../instances.js" */

const PAPER = "--st-background-color"

/** @param {Component<null>} component */
export default function ({ parentElement, setStateValue }) {
  const probe = make("i", {
    "aria-hidden": "true",
    style: `position: absolute; background-color: var(${PAPER}); transition: background-color 1ms`,
  })
  parentElement.append(probe)
  const paper = () => getComputedStyle(probe).getPropertyValue(PAPER).trim()
  let seen = paper()
  probe.addEventListener("transitionend", () => {
    if (paper() === seen) return
    seen = paper()
    setStateValue("paper", seen)
  })
  return () => probe.remove()
}
