// A cell in words.
import { placeOf } from "../network/network.js"
import { counted } from "../numbers.js"

/** @import { Stage } from "../network/stage.js" */

/**
 * Where a cell is, in words: "map 3, row 2, column 7" or "unit 5".
 * @param {Stage} stage
 * @param {number} index
 */
export function placeInWords(stage, index) {
  const { row, column, map } = placeOf(stage, index)
  const unit = stage.kind === "Softmax" ? "digit" : "unit"
  if (stage.shape.length === 1) return `${unit} ${counted(map)}`
  const at = `row ${row}, column ${column}`
  return stage.shape[2] === 1 ? at : `map ${map}, ${at}`
}

/**
 * A cell by its layer and, for a flattened one, by what it was before.
 * @param {Stage} stage
 * @param {number} index
 */
export function nameOf(stage, index) {
  const from = beforeFlatten(stage)
  const name = `${stage.name}, ${placeInWords(stage, index)}`
  return from ? `${name} (${from.name}, ${placeInWords(from, index)})` : name
}

/**
 * The same as short as it goes: "851 = pool2 map 19 (2, 3)".
 * @param {Stage} stage
 * @param {number} index
 */
export function shortNameOf(stage, index) {
  const from = beforeFlatten(stage)
  if (!from) return `${stage.name} ${placeInWords(stage, index)}`
  const { row, column, map } = placeOf(from, index)
  return `${index} = ${from.name}${from.shape[2] === 1 ? "" : ` map ${map}`} (${row}, ${column})`
}

/**
 * The maps that a vector was flattened from, if nothing has changed its numbers since.
 * @param {Stage} stage
 */
export function beforeFlatten(stage) {
  while (stage.kind === "Dropout" && stage.before) stage = stage.before
  return stage.kind === "Flatten" && stage.before?.shape.length === 3 ? stage.before : null
}
