// A reading that follows what is read: by every move of the pen in the browser, and by the server's
// own answer as soon as it is there.
import { decodeBytes } from "../base64.js"
import { listen } from "../mailbox/mailbox.js"
import { createDesk } from "./desk.js"
import { followPen } from "./pen_follower.js"
import { createTrail } from "./trail.js"
import { createView } from "./view.js"
import { guesses } from "./words.js"

/**
 * @import { Palette } from "../explorer/colours.js"
 * @import { Steps } from "../preparation/protocol.js"
 * @import { Said } from "./reader.js"
 *
 * What is read from the strokes on the pad: how wide its pen is, and how they are prepared.
 * @typedef {{ size: number[], pen: number, steps: Steps, follows: boolean }} Pad
 *
 * What Python sends (reading.py) for a network and a look.
 * @typedef {object} Setting
 * @property {string} box - where answers come
 * @property {string} network - its token
 * @property {string} title
 * @property {Palette} colours
 * @property {Pad | null} pad - null where there are no strokes
 *
 * The server's answer.
 * @typedef {object} Answer
 * @property {string} network - the token of the one that answers
 * @property {string} pixels - base64 of 28 × 28 bytes
 * @property {number[]} probabilities
 * @property {number} score
 * @property {number | null} threshold - below which it is refused; null if it is not refused at all
 * @property {number | null} label
 * @property {string} note - what has to be said of the digit first
 * @property {number | null} strokes - how many were read; null if it was something else
 */

const LATE = 2100 // ms in which an answer to what is on the pad comes, if this is none

/**
 * @param {HTMLElement | ShadowRoot} parent
 */
export function createReading(parent) {
  const view = createView(parent), trail = createTrail(), desk = createDesk(tell)
  /** @type {Setting} */
  let setting
  /** @type {Answer | null} */
  let answer = null
  /** @type {{ network: string, threshold: number } | null} */
  let rules = null // by which drawings are refused
  let box = "", stopListening = () => {}, frame = 0, late = 0
  let sure = true // that all strokes on the pad are known here
  const pen = followPen(() => setting.pad?.pen ?? 0, () => {
    if (setting.pad?.follows) frame ||= requestAnimationFrame(order)
  })

  /** Have what is on the pad now read, once a frame. */
  function order() {
    frame = 0
    const { pad, network } = setting
    if (!pad || !sure) return
    const strokes = pen.strokes()
    if (!strokes.length) return trail.clear()
    desk.read({ token: network, strokes, steps: pad.steps, pad: pad.size })
    mark("nobody")
  }

  /** @param {Said | null} said @param {boolean} last */
  function tell(said, last) {
    if (!said || !setting.pad) return
    const { digit, probabilities, score } = said, now = performance.now()
    const threshold = rules?.network === setting.network ? rules.threshold : null
    view.show(digit, 1, { probabilities, score, threshold, label: null, note: "" }, setting.title)
    trail.add(guesses(probabilities).first, now)
    view.showTrail(trail.guesses(now))
    mark(last ? "browser" : "nobody")
  }

  /** @param {Answer} given */
  function hear(given) {
    answer = given
    sure = given.strokes === null ? !setting.pad?.follows || !pen.strokes().length : pen.knows(given.strokes)
    if (given.network !== setting.network || pen.drawing()) return
    clearTimeout(late)
    if (given.strokes !== null && !pen.agrees(given.strokes)) {
      late = window.setTimeout(hear, LATE, given) // unless a newer one comes
      return
    }
    desk.forget()
    if (!given.strokes) trail.clear()
    view.show(decodeBytes(given.pixels), 255, given, setting.title)
    view.showTrail(trail.guesses(performance.now()))
    view.say()
    mark("server")
  }

  /** Who has read what is drawn: for the tests. @param {string} by */
  const mark = (by) => (view.root.dataset.by = by)

  return {
    /** @param {Setting} data */
    receive(data) {
      setting = data
      view.dress(data.colours)
      desk.await(data.network)
      if (data.box !== box) {
        stopListening()
        box = data.box
        const ends = [listen(`${box}_rules`, (given) => (rules = given)), listen(box, hear)]
        stopListening = () => ends.forEach((end) => end())
      } else if (answer) hear(answer)
    },
    release() {
      stopListening()
      clearTimeout(late)
      cancelAnimationFrame(frame)
      pen.release()
      desk.release()
    },
  }
}
