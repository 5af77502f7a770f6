// Reads a digit with a network, both as Python sends them to the browser, and prints of every stage
// the values and, for every cell, the derivation, the pixels it sees and its gradient.
import { text } from "node:stream/consumers"
import { decodeBytes } from "../../pages/ui/components/base64.js"
import {
  decodePixels, derive, pixelGradient, pixelsSeen, read, unpack,
} from "../../pages/ui/components/network/network.js"

const { packed, message } = JSON.parse(await text(process.stdin))
const { size, type, pixels } = message
const { token, arrays } = unpack(decodeBytes(packed))
const stages = read({ ...message, arrays }, { size, type, values: decodePixels(pixels, type) })
const told = stages.map((stage) => ({
  name: stage.name,
  shape: stage.shape,
  values: stage.values,
  cells: Array.from(stage.values, (_, index) => {
    const { stage: _itself, way, ...derivation } = derive(stage, index)
    const gradient = stage.place > 0 ? pixelGradient(stage, index) : null
    return { ...derivation, way: way?.name, seen: pixelsSeen(stage, index, size), gradient }
  }),
}))
const plain = (/** @type {string} */ _, /** @type {unknown} */ value) =>
  value instanceof Float64Array ? Array.from(value) : value // NaN becomes null
process.stdout.write(JSON.stringify({ token, stages: told }, plain))
