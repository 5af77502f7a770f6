// The receptive field of a cell: which pixels it can see at all.
import { placeOf, sides } from "./stage.js"

/** @import { Stage } from "./stage.js" */

const SAME_PLACE = ["Flatten", "Dropout", "ReLU", "BatchNormalization"]

/**
 * First row and column seen, and one past the last, cut at the edge of the digit. Python's spans
 * say where a cell of each layer looks; a flattened cell sees what it was made of.
 * @param {Stage} stage
 * @param {number} index
 * @param {number[]} size - height and width of the digit
 */
export function pixelsSeen(stage, index, [height, width]) {
  while (stage.before && SAME_PLACE.includes(stage.kind)) stage = stage.before // the same index
  const { row, column } = placeOf(stage, index)
  const [rowSpan, columnSpan] = stage.field ?? [[1, 1, 0], [1, 1, 0]]
  const [top, bottom] = clipped(rowSpan, row, height)
  const [left, right] = clipped(columnSpan, column, width)
  return { top, bottom, left, right }
}

/**
 * @param {number[]} span - size, stride, start
 * @param {number} cell
 * @param {number} length
 */
function clipped([size, stride, start], cell, length) {
  const first = start + cell * stride
  return [Math.max(first, 0), Math.min(first + size, length)]
}
