// A grid of buttons, each showing its part of one picture with all the digits.
import { followArrows } from "../arrows.js"
import { make } from "../elements.js"

/**
 * @import { Component } from "../instances.js"
 * @typedef {{ label: string, name: string }} Tile
 * @typedef {{ sheet: string, tiles: Tile[], chosen: number | null }} Tiles
 */

/** @param {Component<Tiles>} component */
export default function ({ data, parentElement, setTriggerValue }) {
  /** @type {HTMLElement} */
  const grid = parentElement.querySelector(".tiles") ?? create(parentElement)
  const last = Math.max(data.tiles.length - 1, 1)
  grid.style.setProperty("--sheet", `url(${data.sheet})`)
  grid.style.setProperty("--count", String(data.tiles.length))
  grid.replaceChildren(
    ...data.tiles.map(({ label, name }, place) => {
      const picture = make("span.picture")
      picture.style.backgroundPositionY = `${(100 * place) / last}%`
      const pressed = String(place === data.chosen)
      const said = { type: "button", title: name, "aria-label": name, "aria-pressed": pressed }
      const button = make("button", said, picture, make("span", {}, label))
      button.addEventListener("click", () => setTriggerValue("picked", place))
      return button
    }),
  )
}

/** @param {HTMLElement | ShadowRoot} parent */
function create(parent) {
  const grid = make("div.tiles")
  parent.append(grid)
  followArrows(grid, (buttons, here, { right, down }) => {
    const columns = buttons.filter((it) => it.offsetTop === buttons[0].offsetTop).length
    return buttons[here + right + columns * down]
  })
  return grid
}
