// A picture on which a part is marked out by dragging a frame over it, with mouse or finger. The
// server is told when the pointer is lifted; sliders beside it are the way for keys.
import { make } from "../elements.js"
import { instanceOf } from "../instances.js"

/**
 * @import { Component } from "../instances.js"
 * @typedef {{ picture: string, alt: string, line: string, least: number }} Cropped
 * @typedef {{ x: number, y: number }} Point - per cent of the picture's width and height
 * @typedef {(box: { across: number[], down: number[] }) => void} Tell
 */

/** @type {WeakMap<ParentNode, { show: (data: Cropped, tell: Tell) => void }>} */
const pictures = new WeakMap()

/** @param {Component<Cropped>} component */
export default function ({ data, parentElement, setStateValue }) {
  instanceOf(pictures, parentElement, create).show(data, (box) => setStateValue("box", box))
}

/** @param {HTMLElement | ShadowRoot} parent */
function create(parent) {
  const picture = make("img", { draggable: "false" })
  picture.style.cssText = "display:block;width:100%"
  const frame = make("i", { "aria-hidden": "true" })
  const place = make("div.cropped-picture", {}, picture, frame)
  place.style.cssText = "position:relative;cursor:crosshair;touch-action:none;user-select:none"
  parent.append(place)
  /** @type {Cropped} */
  let given
  /** @type {Tell} */
  let report
  /** @type {Point | null} */
  let corner = null // where the pointer was pressed

  /**
   * @param {PointerEvent} event
   * @returns {Point}
   */
  function at(event) {
    const box = place.getBoundingClientRect()
    const share = (/** @type {number} */ part) => Math.round(100 * Math.min(1, Math.max(0, part)))
    return { x: share((event.clientX - box.x) / box.width), y: share((event.clientY - box.y) / box.height) }
  }

  /**
   * @param {Point} from
   * @param {Point} to
   */
  function draw(from, to) {
    const [left, right] = [from.x, to.x].sort((one, other) => one - other)
    const [top, bottom] = [from.y, to.y].sort((one, other) => one - other)
    frame.style.cssText = `position:absolute;box-sizing:border-box;border:2px solid ${given.line};
      left:${left}%;top:${top}%;width:${right - left}%;height:${bottom - top}%`
    return { across: [left, right], down: [top, bottom] }
  }

  const letGo = () => {
    corner = null
    frame.style.cssText = "display:none"
  }
  place.addEventListener("pointerdown", (event) => {
    place.setPointerCapture(event.pointerId)
    corner = at(event)
  })
  place.addEventListener("pointermove", (event) => {
    if (corner) draw(corner, at(event))
  })
  place.addEventListener("pointerup", (event) => {
    if (!corner) return
    const box = draw(corner, at(event))
    const wide = (/** @type {number[]} */ [from, to]) => to - from >= given.least
    letGo()
    if (wide(box.across) && wide(box.down)) report(box)
  })
  place.addEventListener("pointercancel", letGo)

  return {
    /**
     * @param {Cropped} data
     * @param {Tell} tell
     */
    show(data, tell) {
      given = data
      report = tell
      if (picture.src !== data.picture) picture.src = data.picture
      picture.alt = data.alt
    },
  }
}
