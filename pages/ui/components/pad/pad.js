// Keeps the toolbar of the canvas above the pad and in sight, and leaves in it what a pad needs.
// The canvas stands in a shadow root, which only a style sheet of its own reaches.

/** @import { Component } from "../instances.js" */

const STYLE = new CSSStyleSheet()
STYLE.replaceSync(`
  .dc-toolbar { top: -3rem !important; opacity: 1 !important; transition: none !important; }
  .dc-toolbar button:is([title="Edit"], [title="Update the app with this drawing"]) {
    display: none !important;
  }
`)

/** @param {Component<null>} component */
export default function ({ parentElement }) {
  const host = parentElement instanceof ShadowRoot ? parentElement.host : parentElement
  const pad = host.closest(".st-key-pad")
  if (!pad) return
  // An element gets its shadow root after it has come to the page, of which nothing tells; but it
  // grows when the root is filled, and that is before anything in it is painted.
  const grown = new ResizeObserver((entries) => entries.forEach(({ target }) => dress(target)))
  /** @type {WeakSet<Element>} */
  const known = new WeakSet()
  const look = () => {
    for (const element of pad.querySelectorAll("*")) {
      if (known.has(element)) continue
      known.add(element)
      dress(element)
      grown.observe(element)
    }
  }
  const arrivals = new MutationObserver(look)
  arrivals.observe(pad, { childList: true, subtree: true })
  look()
  return () => {
    arrivals.disconnect()
    grown.disconnect()
  }
}

/** @param {Element} element */
function dress({ shadowRoot }) {
  if (shadowRoot && !shadowRoot.adoptedStyleSheets.includes(STYLE))
    shadowRoot.adoptedStyleSheets.push(STYLE)
}
