// Nudges digits in every way, as asked, and prints them.
import { text } from "node:stream/consumers"
import { nudge } from "../../pages/ui/components/geometry/geometry.js"

const { digits, levels } = JSON.parse(await text(process.stdin))
const nudged = digits.map((/** @type {number[]} */ digit, /** @type {number} */ place) =>
  Array.from(nudge(Float32Array.from(digit), levels[place])))
process.stdout.write(JSON.stringify(nudged))
