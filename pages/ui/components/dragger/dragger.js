// A digit on its frame of 28 × 28 pixels, to be dragged about; it moves here at once, and the
// server hears of it a few times a second.
const SIDE = 28
const ZOOM = 8
const PAUSE = 120 // ms between two reports
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const pads = new WeakMap() // by the element that Streamlit gives each

export default function ({ data, parentElement, setStateValue }) {
  if (!pads.has(parentElement)) pads.set(parentElement, create(parentElement))
  pads.get(parentElement).show(data, (place) => setStateValue("place", place))
}

function create(parent) {
  const canvas = document.createElement("canvas")
  canvas.width = canvas.height = SIDE * ZOOM
  canvas.tabIndex = 0
  canvas.setAttribute("role", "application")
  canvas.className = "dragged-digit"
  canvas.style.cssText = `width:${SIDE * ZOOM}px;height:${SIDE * ZOOM}px;display:block;
    cursor:grab;touch-action:none;box-sizing:content-box;border:1px solid;border-radius:4px`
  parent.append(canvas)
  let given = null
  let report = null
  let place = { right: 0, down: 0 }
  let grip = null // where the pointer took hold, and where the digit was then
  let timer = null

  function draw() {
    const pen = canvas.getContext("2d")
    pen.fillStyle = given.paper
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.fillStyle = given.ink
    for (let row = 0; row < SIDE; row++)
      for (let column = 0; column < SIDE; column++) {
        const from = (row - place.down) * SIDE + column - place.right
        const inside = column - place.right >= 0 && column - place.right < SIDE
        pen.globalAlpha = inside ? (given.pixels[from] ?? 0) / 255 : 0
        if (pen.globalAlpha) pen.fillRect(column * ZOOM, row * ZOOM, ZOOM, ZOOM)
      }
    pen.globalAlpha = 1
    canvas.dataset.place = `${place.right},${place.down}`
  }

  function go(right, down) {
    const within = (step) => Math.max(-given.farthest, Math.min(given.farthest, Math.round(step)))
    const next = { right: within(right), down: within(down) }
    if (next.right === place.right && next.down === place.down) return
    place = next
    draw()
    timer ??= setTimeout(send, PAUSE)
  }

  function send() {
    timer = null
    report(place)
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId)
    canvas.style.cursor = "grabbing"
    grip = { x: event.clientX, y: event.clientY, ...place }
  })
  canvas.addEventListener("pointermove", (event) => {
    if (grip)
      go(grip.right + (event.clientX - grip.x) / ZOOM, grip.down + (event.clientY - grip.y) / ZOOM)
  })
  const letGo = () => {
    grip = null
    canvas.style.cursor = "grab"
  }
  canvas.addEventListener("pointerup", letGo)
  canvas.addEventListener("pointercancel", letGo)
  canvas.addEventListener("keydown", (event) => {
    const step = KEYS[event.key]
    if (!step) return
    event.preventDefault()
    go(place.right + step[0], place.down + step[1])
  })

  return {
    show(data, tell) {
      given = data
      report = tell
      canvas.style.borderColor = data.line
      canvas.setAttribute("aria-label", data.alt)
      if (!grip && !timer) place = { right: data.right, down: data.down }
      draw()
    },
  }
}
