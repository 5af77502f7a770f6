// How much of a layer says nothing about a digit, in words.
import { counted, percent } from "../numbers.js"
import { sides } from "../network/network.js"

/** @import { Stage } from "../network/stage.js" */

const NAMED = 12 // more dead filters than that are counted and not listed

/**
 * How much of a layer says nothing about this digit, in one or two sentences.
 * @param {Stage} stage
 */
export function silence(stage) {
  if (!isLayer(stage)) return ""
  if (stage.kind === "Softmax") return "They add up to 1."
  const below = stage.low < 0
  const share = percent(shareOf(stage, below ? isNegative : isZero))
  const text = `${share} of its ${counted(stage.values.length)} values are ${below ? "below 0" : "0"}`
  if (below && stage.after?.kind === "ReLU")
    return `${text}, and the ReLU after it will set them to 0.`
  return below || stage.shape.length < 3 ? `${text}.` : `${text}. ${deadInWords(stage)}`
}

/** @param {Stage} stage */
function deadInWords(stage) {
  const dead = deadMaps(stage)
  if (!dead.length) return "No filter is dead: each has a value above 0 somewhere."
  const listed = dead.length > NAMED ? "" : ` (${dead.join(", ")})`
  const verb = dead.length === 1 ? "is" : "are"
  return `${dead.length} of ${stage.shape[2]} filters${listed} ${verb} dead for this digit: 0 everywhere.`
}

/**
 * The same in a few words, for the heading of a block.
 * @param {Stage} stage
 */
export function brief(stage) {
  if (!isLayer(stage)) return ""
  if (stage.kind === "Softmax") return "adds up to 1"
  if (stage.low < 0) return `${percent(shareOf(stage, isNegative))} below 0`
  const dead = deadMaps(stage).length
  return `${percent(shareOf(stage, isZero))} zeros${dead ? `, ${dead} dead` : ""}`
}

/**
 * The maps of a layer whose values are all 0 for this digit, in order; a vector has none.
 * @param {Stage} stage
 */
export function deadMaps(stage) {
  if (!isLayer(stage) || stage.shape.length < 3) return []
  const alive = new Uint8Array(sides(stage)[2])
  stage.values.forEach((value, index) => (alive[index % alive.length] ||= Number(value !== 0)))
  return [...alive.keys()].filter((map) => !alive[map])
}

/** @param {Stage} stage */
const isLayer = ({ place }) => place > 1 // before it the pixels, and the prepared digit

const isNegative = (/** @type {number} */ value) => value < 0
const isZero = (/** @type {number} */ value) => value === 0

/**
 * @param {Stage} stage
 * @param {(value: number) => boolean} counts
 */
const shareOf = ({ values }, counts) => values.filter(counts).length / values.length
