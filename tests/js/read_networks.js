// Reads one digit with each of many networks, as Python sends them to the browser, and prints of
// each what its last two layers put out.
import { text } from "node:stream/consumers"
import { decodeBytes } from "../../pages/ui/components/base64.js"
import { decodePixels, read, unpack } from "../../pages/ui/components/network/network.js"

const { networks, size, type, pixels } = JSON.parse(await text(process.stdin))
const digit = { size, type, values: decodePixels(pixels, type) }
const told = []
for (const { packed, ...facts } of networks) {
  const { arrays } = unpack(decodeBytes(packed))
  const stages = read({ ...facts, arrays }, digit)
  told.push(stages.slice(-2).map((stage) => Array.from(stage.values)))
}
process.stdout.write(JSON.stringify(told))
