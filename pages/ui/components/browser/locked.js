// Shows that a lesson has locked components of ours, as Streamlit shows it of its own controls. The
// server takes nothing of theirs; here they look so, say so, and pointer and keys do nothing in them.
import { wear } from "./style_sheet.js"

const COMPONENT = "[data-testid^=stBidiComponent]"

/**
 * @param {string[]} keys - of controls; one that ends in * stands for all that begin so
 * @returns {() => void} what ends it
 */
export function closeOff(keys) {
  if (!keys.length) return () => {}
  const locked = `:is(${keys.map(container)}) ${COMPONENT}`
  const mark = () => document.querySelectorAll(locked).forEach((it) => say(it, true))
  const arrivals = new MutationObserver(mark)
  arrivals.observe(document.body, { childList: true, subtree: true })
  document.addEventListener("keydown", ignore, true)
  const bare = wear(`${locked} { opacity: 0.4; pointer-events: none }`)
  mark()
  return () => {
    bare()
    arrivals.disconnect()
    document.removeEventListener("keydown", ignore, true)
    document.querySelectorAll(locked).forEach((it) => say(it, false))
  }

  /** @param {KeyboardEvent} event */
  function ignore(event) {
    const inside = event.composedPath().some((it) => it instanceof Element && it.matches(locked))
    if (inside && event.key !== "Tab") event.stopImmediatePropagation()
  }
}

/** What holds the element with a key, and no other. @param {string} key */
const container = (key) =>
  `[data-testid=stElementContainer]${key.endsWith("*") ? `[class*="st-key-${key.slice(0, -1)}"]` : `.st-key-${key}`}`

/** @param {Element} component @param {boolean} locked */
function say(component, locked) {
  const said = { role: "group", "aria-disabled": "true" }
  for (const [name, value] of Object.entries(said)) {
    if (locked) component.setAttribute(name, value)
    else component.removeAttribute(name)
  }
}
