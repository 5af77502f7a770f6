// From the pen's way on a pad to what a network reads, as mnist_core/data/drawing does it, to the
// last bit. Knows nothing of pages: it runs wherever there are numbers, in a browser or in Node.
//
//   const points = []
//   addPoint(points, { x: 12, y: 40 })              for every move of the pen
//   const stroke = penStroke(points, 20)            the way it took, smoothed as the pad does it
//   prepareStrokes([stroke])                        28 × 28 values from 0 (paper) to 1 (ink)

export { addPoint, penStroke } from "./pen.js"
export { PROTOCOL, prepareStrokes } from "./protocol.js"
