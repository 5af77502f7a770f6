// A reading that follows what is read: by every move of a pen, a dial or a digit in the browser, and
// by the server's own answer as soon as it is there.
import { decodeBytes } from "../base64.js"
import { listen } from "../mailbox/mailbox.js"
import { createDesk } from "./desk.js"
import { followDials } from "./dials.js"
import { followDrag } from "./drag.js"
import { followPen } from "./growing_strokes.js"
import { createTrail } from "./trail.js"
import { createView } from "./view.js"
import { guesses } from "./verdict.js"

/**
 * @import { Palette } from "../explorer/colours.js"
 * @import { Dials } from "./dials.js"
 * @import { Drag } from "./drag.js"
 * @import { Pad } from "./growing_strokes.js"
 * @import { Order, Said } from "./reader.js"
 *
 * What is followed: what there is to read by now, and whether an answer is one to it.
 * @typedef {object} Follower
 * @property {() => boolean} busy - nobody's answer counts
 * @property {() => Omit<Order, "token"> | null} order
 * @property {(about: number[]) => boolean} agrees
 * @property {() => void} [rehearse] - goes through what a move takes, see below
 * @property {() => void} release
 *
 * What Python sends (reading.py) for a network and a look.
 * @typedef {object} Setting
 * @property {string} box - where answers come
 * @property {string} network - its token
 * @property {string} title
 * @property {Palette} colours
 * @property {boolean} pictured - whether the digit is shown
 * @property {Pad | Dials | Drag | null} follows
 *
 * The server's answer.
 * @typedef {object} Answer
 * @property {string} network - the token of the one that answers
 * @property {string} pixels - base64 of 28 × 28 bytes
 * @property {number[]} probabilities
 * @property {number} score
 * @property {number | null} threshold - below which it is refused; null if it is not refused at all
 * @property {number | null} rule - the threshold of what is drawn
 * @property {number | null} label
 * @property {string} note - what has to be said of the digit first
 * @property {number[] | null} about - the state of what is followed; null if it is something else
 */

const LATE = 2100 // ms in which an answer to what there is now comes, if this is none
const CALM = 500 // ms after the first answer, when the page is painted
const REHEARSALS = 20 // after which a browser has made a function fast
const FOLLOW = { pen: followPen, dials: followDials, drag: followDrag }

/** @param {HTMLElement | ShadowRoot} parent */
export function createReading(parent) {
  const view = createView(parent), trail = createTrail(), desk = createDesk(order, tell)
  /** @type {Setting} */
  let setting
  /** @type {Answer | null} */
  let answer = null
  /** @type {Follower | null} */
  let follower = null
  let kind = "", box = "", stopListening = () => {}, painting = 0, late = 0
  let changes = 0 // of what is followed
  let rehearsal = 0

  /** Browsers tell of a moving pen once a frame; what moves while the reader is busy waits for it. */
  function moved() {
    changes += 1
    desk.read()
  }

  /** What there is to read now. */
  function order() {
    const found = follower?.order()
    if (!found) {
      trail.clear()
      return null
    }
    mark("nobody")
    return { token: setting.network, ...found }
  }

  /**
   * Shown with the next frame: what changes the page in between makes the canvas, which asks where
   * it is at every move, wait for a layout of its own.
   * @param {Said | null} said @param {boolean} last
   */
  function tell(said, last) {
    cancelAnimationFrame(painting)
    if (!said) return
    const round = changes
    painting = requestAnimationFrame(() => {
      paint(said)
      if (last && round === changes) mark("browser")
    })
  }

  /** @param {Said} said */
  function paint({ digit, probabilities, score }) {
    const now = performance.now()
    const threshold = answer?.network === setting.network ? answer.rule : null
    const judged = { probabilities, score, threshold, label: null, note: "" }
    view.show(digit, 1, judged, setting.title)
    trail.add(guesses(probabilities).first, now)
    view.showTrail(trail.guesses(now))
  }

  /** @param {Answer} given @param {boolean} [insists] - no newer one has come */
  function hear(given, insists = false) {
    clearTimeout(late)
    answer = given
    if (given.network !== setting.network) return
    const agrees = !given.about || !follower || follower.agrees(given.about)
    if (follower?.busy()) return
    if (!agrees && !insists) {
      late = window.setTimeout(hear, LATE, given, true)
      return
    }
    desk.forget()
    cancelAnimationFrame(painting)
    if (!given.about?.some(Boolean)) trail.clear()
    view.show(decodeBytes(given.pixels), 255, given, setting.title)
    view.showTrail(trail.guesses(performance.now()))
    view.say()
    mark("server")
    if (!rehearsal && follower?.rehearse) rehearsal = window.setTimeout(rehearse, CALM)
  }

  /**
   * Go through what a move takes while nothing moves: a browser compiles what it does for the first
   * time, and a pen would wait for it. What is shown is the same before and after.
   */
  function rehearse() {
    if (!answer || changes || !follower?.rehearse) return
    const { pixels, probabilities, score } = answer
    const digit = Float32Array.from(decodeBytes(pixels), (ink) => ink / 255)
    for (let time = 0; time < REHEARSALS; time++) {
      follower.rehearse()
      paint({ digit, probabilities, score })
    }
    changes = 0
    trail.clear()
    hear(answer)
  }

  /** Who has read what there is: for the tests. @param {string} by */
  const mark = (by) => view.root.setAttribute("data-by", by)

  /** Begin to follow something else. */
  function follow() {
    const { follows } = setting
    if (kind === (follows?.kind ?? "")) return
    follower?.release()
    kind = follows?.kind ?? ""
    const now = () => /** @type {any} */ (setting.follows)
    follower = follows && FOLLOW[follows.kind](now, moved)
  }

  return {
    /** @param {Setting} data */
    receive(data) {
      setting = data
      follow()
      view.dress(data.colours, data.pictured)
      desk.await(data.network)
      if (data.box !== box) {
        stopListening()
        box = data.box
        stopListening = listen(box, (it) => hear(it))
      } else if (answer) hear(answer)
    },
    release() {
      stopListening()
      clearTimeout(late)
      clearTimeout(rehearsal)
      cancelAnimationFrame(painting)
      follower?.release()
      desk.release()
    },
  }
}
