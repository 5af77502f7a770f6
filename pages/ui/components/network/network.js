// A network reading a digit, and where each of its numbers comes from. Knows nothing of pages: it
// runs wherever there are numbers, in a browser or in Node.
//
//   const { arrays } = unpack(bytes)
//   const stages = read({ layers, arrays, standardise, white, mean, deviation }, digit)
//   derive(stages.at(-1), 7).value                  the last layer's probability of a seven
//   pixelGradient(stages.at(-1), 7)                 how much each pixel moves it

export { decodePixels, unpack, unpackNetwork } from "./packed.js"
export { prepare, read } from "./forward.js"
export { derive, MOST_SHOWN } from "./derivation.js"
export { pixelGradient } from "./gradient.js"
export { pixelsSeen } from "./receptive_field.js"
export { inside, placeOf, previous, secondOf, sides, windowOf } from "./stage.js"
