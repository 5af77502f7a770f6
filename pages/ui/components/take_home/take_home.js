// The page that goes home (mnist_core/web/take_home.py): a pad that reads while one writes, and the
// explorer on the digit written or on one that came with the page.
import { decodeBytes } from "../base64.js"
import { createExplorer } from "../explorer/explorer.js"
import { read, unpack } from "../network/network.js"
import { prepareStrokes } from "../preparation/preparation.js"
import { createAnswer } from "./live_answer.js"
import { createChoice } from "./followed_digit.js"
import { codesFor } from "./codes.js"
import { createSheet } from "./writing.js"

/**
 * @import { Palette } from "../explorer/colours.js"
 * @import { Message } from "../explorer/message.js"
 * @import { Preparation } from "../network/forward.js"
 * @import { Layer, Stage } from "../network/stage.js"
 * @import { Digit, Example } from "./followed_digit.js"
 *
 * What the page brings beside the weights; `standIn` is there for the digit in lines of Keras.
 * @typedef {object} Known
 * @property {Preparation & { network: string, layers: Layer[], codes: Record<string, string> }} network
 * @property {Example[]} digits
 * @property {Record<string, Palette>} palettes
 * @property {string} title - of the network
 * @property {number} threshold
 * @property {string} style - of the reading
 * @property {string} standIn
 */

const SIDE = 28
const LINE = 80 // letters

/** @param {string} id */
function place(id) {
  const found = document.getElementById(id)
  if (!found) throw new Error(`This page has no ${id}.`)
  return found
}

function open() {
  const known = /** @type {Known} */ (JSON.parse(place("known").textContent ?? ""))
  const { arrays } = unpack(decodeBytes(place("weights").textContent ?? ""))
  const dark = matchMedia("(prefers-color-scheme: dark)")
  const colours = () => known.palettes[dark.matches ? "dark" : "light"]
  const explorer = createExplorer(place("explorer")), answer = createAnswer(known)
  const sheet = createSheet(follow), choice = createChoice(known.digits, explore)
  /** @type {Digit | null} */
  let explored = null
  /** @type {Stage[] | null} */
  let stages = null // of the digit that is being written
  let frame = 0

  /** @param {boolean} done */
  function follow(done) {
    if (!done) return void (frame ||= requestAnimationFrame(answerNow))
    const digit = answerNow()
    answer.say()
    choice.takeWritten(digit && written(digit))
  }

  /** Read what is written so far. */
  function answerNow() {
    cancelAnimationFrame(frame)
    frame = 0
    const strokes = sheet.strokes()
    const values = strokes.length ? prepareStrokes(strokes) : null
    const digit = values && { size: [SIDE, SIDE], type: "float32", values: Float64Array.from(values) }
    stages = digit && read({ ...known.network, arrays }, digit)
    answer.show(stages)
    return values
  }

  /** @param {Digit} digit */
  function explore(digit) {
    explored = digit
    const { network, standIn } = known
    const codes = codesFor(network.codes, standIn, digit.code)
    const message = { ...network, ...digit, codes, colours: colours(), start: "" }
    explorer.receive(/** @type {Message} */ (message), arrays)
  }

  function dress() {
    sheet.dress(colours())
    choice.dress(colours())
    answer.dress(colours())
    if (explored) explore(explored)
  }

  place("pad").append(sheet.element, answer.element)
  place("choice").append(choice.element)
  Object.assign(place("explorer"), { explorer }) // for the tests, which ask it where cells are,
  Object.assign(place("pad"), { strokes: sheet.strokes, stages: () => stages }) // and what is read
  dress()
  choice.takeExample(0)
  dark.addEventListener("change", dress)
}

/**
 * A digit that was written, as the explorer takes it, and as a line of Python.
 * @param {Float32Array} values
 * @returns {Digit}
 */
function written(values) {
  const bytes = new Uint8Array(Float32Array.from(values).buffer)
  const pixels = btoa(String.fromCharCode(...bytes))
  const lines = Array.from({ length: Math.ceil(pixels.length / LINE) }, (_, line) =>
    `    b"${pixels.slice(line * LINE, (line + 1) * LINE)}"`)
  const code = `import base64\n\npacked = (\n${lines.join("\n")}\n)\n` +
    `digit = np.frombuffer(base64.b64decode(packed), "<f4").reshape(${SIDE}, ${SIDE})`
  return { size: [SIDE, SIDE], type: "float32", pixels, code }
}

export default open()
