// The pen's way as the pad tells it: streamlit-drawable-canvas draws with the PencilBrush of
// Fabric.js 7.4, which leaves out what lies too near and smooths the rest into quadratic curves.

/**
 * Where the pen is: to the right and down, in the pad's pixels.
 * @typedef {{ x: number, y: number }} Point
 *
 * A stroke: x and y of its first point, x and y of the second, and so on.
 * @typedef {ArrayLike<number>} Stroke
 */

const NEAR = 0.4 // pixels: the brush's `decimate`
const ENDS = [1 / 4, 1 / 2, 3 / 4, 1] // where on a curve a point is taken, as canvas.py does

/**
 * Add where the pen is now.
 * @param {Point[]} points
 * @param {Point} point
 * @param {boolean} [straight] - the last point goes with the pen, as it does with the shift key
 */
export function addPoint(points, point, straight = false) {
  if (points.length > 1 && same(point, points[points.length - 1])) return
  if (straight && points.length > 1) points.pop()
  points.push(point)
}

/**
 * The way of the pen, smoothed: from middle to middle of the points, each of which bends it.
 * @param {readonly Point[]} points - at least one
 * @param {number} pen - its width, which makes a dot of a single point
 * @returns {number[]}
 */
export function penStroke(points, pen) {
  const kept = decimated(points), last = kept.length - 1
  const before = tip(kept, 1, 2), after = tip(kept, last - 1, last), dot = pen / 1000
  const stroke = [kept[0].x - before.x * dot, kept[0].y - before.y * dot]
  for (let place = 0; place < last; place++) {
    const bend = kept[place], next = kept[place + 1]
    if (!same(bend, next)) curve(stroke, bend, (bend.x + next.x) / 2, (bend.y + next.y) / 2)
  }
  stroke.push(kept[last].x + after.x * dot, kept[last].y + after.y * dot)
  return stroke
}

/** @param {Point} one @param {Point} other */
const same = (one, other) => one.x === other.x && one.y === other.y

/**
 * Without what lies nearer than that to the point kept before it.
 * @param {readonly Point[]} points
 */
function decimated(points) {
  if (points.length <= 2) return points
  const last = points.length - 1, kept = [points[0]]
  let from = points[0]
  for (let place = 1; place < last - 1; place++) {
    const point = points[place]
    if ((from.x - point.x) ** 2 + (from.y - point.y) ** 2 >= NEAR ** 2) kept.push((from = point))
  }
  kept.push(points[last])
  return kept
}

/**
 * Which way an end of the stroke is drawn out by a hair: -1, 0 or 1 each way.
 * @param {readonly Point[]} points
 * @param {number} from
 * @param {number} to
 */
function tip(points, from, to) {
  if (points.length <= 2) return { x: 1, y: 0 }
  const [one, other] = [points[from], points[to]]
  return { x: Math.sign(other.x - one.x), y: Math.sign(other.y - one.y) }
}

/**
 * Take points on the curve from the stroke's end.
 * @param {number[]} stroke
 * @param {Point} bend
 * @param {number} endX
 * @param {number} endY
 */
function curve(stroke, bend, endX, endY) {
  const x = stroke[stroke.length - 2], y = stroke[stroke.length - 1]
  for (const t of ENDS) {
    const first = (1 - t) ** 2, middle = 2 * t * (1 - t), last = t ** 2
    stroke.push(first * x + middle * bend.x + last * endX)
    stroke.push(first * y + middle * bend.y + last * endY)
  }
}
