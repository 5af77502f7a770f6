// Mouse, touch and keys: what each of them asks the explorer to do.

const REST = 250 // ms on a cell after which it is what the pointer comes back to on leaving
const STILL = 6 // pixels that the pointer may move after a click without pointing elsewhere

// The mouse points, a click walks back. On its way out of the strip the mouse crosses other cells:
// the one on which it rested last is shown again. A first tap points, a second one walks back.
function followPointer(strip, { current, point, walkBack }) {
  let pointer = {} // where it was last
  let held = null // where it was when a click walked on
  let rested = null, resting = 0 // the cell that it rested on
  const { scroller } = strip
  scroller.addEventListener("pointermove", (event) => {
    const { clientX: x, clientY: y } = event
    if (event.pointerType === "touch") return
    if (pointer.x === x && pointer.y === y) return // the strip was scrolled below a still pointer
    pointer = { x, y }
    if (held && Math.hypot(x - held.x, y - held.y) <= STILL) return
    held = null
    const found = cellAt(strip, x, y)
    point(found)
    clearTimeout(resting)
    if (found) resting = setTimeout(() => (rested = found), REST)
  })
  scroller.addEventListener("pointerleave", (event) => {
    clearTimeout(resting)
    if (event.pointerType !== "touch" && rested && !held) point(rested)
    rested = null
  })
  scroller.addEventListener("click", (event) => {
    if (event.target.closest("button")) return
    const { clientX: x, clientY: y } = event
    const found = cellAt(strip, x, y), { stage, index } = current()
    const same = found && found.place === stage.place && found.index === index
    const near = held && Math.hypot(x - held.x, y - held.y) <= STILL
    if (!near && !same) {
      point(found, true)
      if (event.pointerType === "touch" || !found) return
    }
    held = { x, y }
    rested = null
    walkBack()
  })
  return () => clearTimeout(resting)
}

// Keys reach every cell; what they do is told in the help above the strip.
function followKeys(strip, actions) {
  const { current, blockOf, other, go, walkBack, comeBack, toggle, stop, edge } = actions
  const cell = (down, right) => {
    const { stage, index } = current()
    return here(neighbour(stage, blockOf(stage), index, down, right))
  }
  const here = (index) => (index === null ? null : [current().stage.place, index])
  const map = (step) => here(sameInMap(current().stage, current().index, step))
  const layer = (step) => {
    const { stage, index } = current(), next = other(stage.place + step)
    return next ? [next.place, across(stage, index, next)] : null
  }
  const moves = {
    ArrowLeft: () => cell(0, -1),
    ArrowRight: () => cell(0, 1),
    ArrowUp: () => cell(-1, 0),
    ArrowDown: () => cell(1, 0),
    PageUp: () => map(-1),
    PageDown: () => map(1),
    Home: () => here(0),
    End: () => here(current().stage.values.length - 1),
    ",": () => layer(-1),
    ".": () => layer(1),
  }
  const acts = { Enter: walkBack, Backspace: comeBack, " ": toggle, Escape: stop }
  strip.scroller.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (!(event.key in moves || event.key in acts)) return
    event.preventDefault()
    event.stopPropagation() // Streamlit has shortcuts of its own
    if (event.key in acts) return acts[event.key]()
    const next = moves[event.key]()
    if (next) go(...next)
    else edge()
  })
}
