// Follows a digit that is dragged about its frame: the dragger puts where it is into a box.
import { decodeSingles } from "../base64.js"
import { listen } from "../mailbox/mailbox.js"

/**
 * @import { Follower } from "./reading.js"
 * @typedef {{ kind: "drag", box: string, digit: string }} Drag
 */

/**
 * @param {() => Drag} drag
 * @param {() => void} moved
 * @returns {Follower}
 */
export function followDrag(drag, moved) {
  let right = 0, down = 0, first = true
  const stop = listen(drag().box, (place) => {
    const elsewhere = place.right !== right || place.down !== down
    ;({ right, down } = place)
    if (!first && elsewhere) moved() // the server tells the dragger, too, where the digit is
  })
  first = false
  return {
    busy: () => false,
    order: () => ({
      digit: decodeSingles(drag().digit),
      levels: { right, down },
    }),
    agrees: (about) => about[0] === right && about[1] === down,
    release: stop,
  }
}
