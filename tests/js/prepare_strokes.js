// Prepares drawings given as strokes, and has each read by networks as Python packs them: prints
// the digits and the probabilities as base64 of float32 and float64.
import { readFileSync } from "node:fs"
import { text } from "node:stream/consumers"
import { decodeBytes } from "../../pages/ui/components/base64.js"
import { read, unpackNetwork } from "../../pages/ui/components/network/network.js"
import { PROTOCOL, prepareStrokes } from "../../pages/ui/components/preparation/preparation.js"

const { strokes, without, pad, networks } = JSON.parse(await text(process.stdin))
const doubles = new Float64Array(new Uint8Array(readFileSync(strokes.file)).buffer)
const steps = { ...PROTOCOL }
for (const name of without) steps[/** @type {keyof typeof steps} */ (name)] = false
let start = 0
/** @type {Float32Array[]} */
const digits = strokes.lengths.map((/** @type {number[]} */ lengths) => {
  const drawing = lengths.map((length) => doubles.subarray(start, (start += 2 * length)))
  return prepareStrokes(drawing, steps, pad)
})
const told = {
  digits: encode(new Float32Array(digits.length * 784), digits),
  probabilities: await Promise.all(networks.map(readAll)),
}
process.stdout.write(JSON.stringify(told))

/** @param {{ packed: string, every: number }} given */
async function readAll({ packed, every }) {
  const network = await unpackNetwork(decodeBytes(packed))
  const rows = digits
    .filter((_, place) => place % every === 0)
    .map((digit) => {
      const values = Float64Array.from(digit)
      return read(network, { size: [28, 28], type: "float32", values }).at(-1)?.values ?? []
    })
  return encode(new Float64Array(rows.length * 10), rows)
}

/**
 * @param {Float32Array | Float64Array} all
 * @param {ArrayLike<number>[]} rows
 */
function encode(all, rows) {
  rows.forEach((row, place) => all.set(row, place * row.length))
  return Buffer.from(all.buffer).toString("base64")
}
