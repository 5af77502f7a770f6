// A table of buttons with a row for each true digit and a column for each answer.
import { followArrows } from "../arrows.js"
import { make } from "../elements.js"

/**
 * @import { Component } from "../instances.js"
 * @typedef {Record<"text" | "words" | "fill" | "ink", string>} Cell
 * @typedef {{ cells: Cell[], chosen: number | null, alt: string }} Matrix
 */

/** @param {Component<Matrix>} component */
export default function ({ data, parentElement, setTriggerValue }) {
  const table =
    parentElement.querySelector("table") ??
    create(parentElement, (place) => setTriggerValue("picked", place))
  table.setAttribute("aria-label", data.alt)
  const reachable = data.chosen ?? 0 // one stop for the tab key, then the arrows
  const buttons = table.querySelectorAll("button")
  data.cells.forEach((cell, place) => {
    const button = buttons[place]
    button.textContent = cell.text
    button.title = cell.words
    button.setAttribute("aria-label", cell.words)
    button.setAttribute("aria-pressed", String(place === data.chosen))
    button.tabIndex = place === reachable ? 0 : -1
    button.style.background = cell.fill
    button.style.color = cell.ink
  })
}

/**
 * @param {HTMLElement | ShadowRoot} parent
 * @param {(place: number) => void} pick
 */
function create(parent, pick) {
  const digits = [...Array(10).keys()]
  const table = make("table")
  const head = digits.map((digit) => `<th scope="col">${digit}</th>`).join("")
  const row = (/** @type {number} */ digit) =>
    `<tr>${digit ? "" : '<th class="side" rowspan="10" scope="rowgroup"><span>true digit</span></th>'}
     <th scope="row">${digit}</th>${digits
       .map((read) => `<td><button type="button" data-place="${10 * digit + read}"></button></td>`)
       .join("")}</tr>`
  table.innerHTML = `<thead><tr><td></td><td></td><th colspan="10" scope="colgroup">read as</th></tr>
    <tr><td></td><td></td>${head}</tr></thead><tbody>${digits.map(row).join("")}</tbody>`
  parent.append(table)
  table.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("button")
    if (button) pick(Number(button.dataset.place))
  })
  followArrows(table, (buttons, here, step) => {
    const row = Math.floor(here / 10) + step.down, column = (here % 10) + step.right
    if (row < 0 || row > 9 || column < 0 || column > 9) return
    const next = buttons[10 * row + column]
    buttons[here].tabIndex = -1
    next.tabIndex = 0
    return next
  })
  return table
}
