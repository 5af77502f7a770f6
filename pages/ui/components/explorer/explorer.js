// The explorer: what is pointed at, and everything that follows it. Only Python's messages come
// from outside; nothing is ever sent back, so that pointing costs no round trip.

const STEP = 140 // ms between two places of a sliding window
const HELP =
  "Point at any cell (or tap it) to see where its number comes from; click (or tap again) to go " +
  "one layer back, down to the pixels. Keys: arrows for cells, Page Up and Down for maps, comma " +
  "and full stop for layers, Home and End for the first and last cell, Enter to go back, Space " +
  "to slide."
const KERNELS = "To the left of each map stands its kernel, a small square for each input map."

function createExplorer(root) {
  const view = { message: null, colours: null, stages: null, scope: "layer" }
  const strip = createStrip(), field = createField(), code = createCode()
  const parts = createText(), scopes = createScopes()
  const { title, value, words, then, back, up, play, panelHolder } = parts
  const live = make("div.live", { "aria-live": "polite", role: "status" })
  const element = make("div.explorer", {},
    make("div.top", {}, make("p.help", {}, HELP), scopes), strip.element,
    make("div.below", {}, field.element, parts.element), code.element, live)
  root.append(element)

  let at = null // the derivation on show
  let panels = new Map() // by place
  let trail = [] // where Return goes
  let playing = 0

  // Show a cell. `spoken` says it aloud as well; `seek` scrolls to it.
  function show(place, index, { spoken = false, seek = false } = {}) {
    const stage = view.stages[place]
    const changed = at?.stage !== stage
    at = derive(stage, index)
    if (seek) bringIntoSight(strip, place, index)
    light(strip, at, view.colours) // before anything is written, which would cost a layout
    if (changed) enter(stage)
    panels.get(place).show(at)
    title.textContent = `${stage.name}, ${placeInWords(stage, index)}`
    Object.assign(title.dataset, { stage: stage.name, index, kind: stage.kind })
    put(value, at.value, 5)
    thenWhat(then, at, go)
    up.hidden = trail.length === 0
    showField(field, at, view)
    code.show(stage, index, at.value)
    if (spoken) live.textContent = announce(at)
  }

  // What changes only with the layer.
  function enter(stage) {
    const { place } = stage
    if (!panels.has(place)) panels.set(place, PANELS[stage.kind](stage, view, follow))
    const panel = panels.get(place)
    panel.reset?.()
    panelHolder.replaceChildren(panel.element)
    const kernels = strip.blocks[place].layout.mosaic ? KERNELS : ""
    words.textContent = [stage.about, stage.silence, kernels].filter(Boolean).join(" ")
    back.disabled = place === 0
    play.dataset.label = stage.window ? "Slide the window" : "Go through all cells"
    if (!playing) play.textContent = play.dataset.label
    strip.blocks.forEach(({ heading }, other) => heading.classList.toggle("here", other === place))
  }

  // Follow a source into the layer before, and remember the way.
  function follow(index) {
    stop()
    if (index === null || !at.stage.before) return
    trail.push([at.stage.place, at.index])
    show(at.stage.place - 1, index, { spoken: true, seek: true })
  }

  function go(place, index, spoken = true) {
    stop()
    trail = []
    show(place, index, { spoken, seek: spoken })
  }

  function point(found, spoken = false) {
    if (!found || (at.stage.place === found.place && at.index === found.index)) return
    go(found.place, found.index, spoken)
  }

  const walkBack = () => follow(at.strongest)

  function comeBack() {
    stop()
    if (trail.length) show(...trail.pop(), { spoken: true, seek: true })
  }

  function stop() {
    if (!playing) return
    clearInterval(playing)
    playing = 0
    play.textContent = play.dataset.label
  }

  // The window slides over the map, one place after the other, and begins again at the end.
  function start() {
    const { stage } = at, step = stage.shape.length === 3 ? stage.shape[2] : 1
    const next = (index) => (index + step < stage.values.length ? index + step : index % step)
    play.textContent = "Stop"
    playing = setInterval(() => {
      if (!element.isConnected) return stop()
      show(stage.place, next(at.index), { seek: true })
    }, STEP)
  }

  const toggle = () => (playing ? stop() : start())
  const actions = {
    current: () => at,
    blockOf: (stage) => strip.blocks[stage.place].layout,
    other: (place) => view.stages[place],
    edge: () => (live.textContent = `The edge. ${announce(at)}`),
    point, go, walkBack, comeBack, toggle, stop,
  }
  const forget = followPointer(strip, actions)
  followKeys(strip, actions)
  back.addEventListener("click", walkBack)
  up.addEventListener("click", comeBack)
  play.addEventListener("click", toggle)
  scopes.addEventListener("change", (event) => {
    view.scope = event.target.value
    paintBlocks(strip, view.stages, view.scope, view.colours)
  })
  const relight = () => at && light(strip, at, view.colours)
  strip.scroller.addEventListener("scroll", relight, { passive: true })
  field.canvas.addEventListener("pointermove", (event) => describePixel(field, event, view))
  field.canvas.addEventListener("pointerleave", () => (field.under.textContent = ""))
  const resized = new ResizeObserver(relight)
  resized.observe(strip.element)

  // A message from Python: another digit, network or appearance.
  function receive(message, arrays) {
    const other = view.message?.network !== message.network
    const kept = other || !at ? null : [at.stage.place, at.index]
    Object.assign(view, { message, colours: message.colours, stages: readDigit(message, arrays) })
    for (const [name, colour] of Object.entries(message.colours))
      element.style.setProperty(`--${name}`, colour)
    stop()
    at = null
    panels = new Map()
    if (other) {
      trail = []
      field.costs = {}
      buildBlocks(strip, view.stages)
      strip.blocks.forEach(({ heading }, place) => {
        heading.onclick = () => go(place, loudest(view.stages[place]))
      })
    }
    paintBlocks(strip, view.stages, view.scope, view.colours)
    const asked = view.stages.findIndex((stage) => stage.name === message.start)
    const first = Math.max(asked, Math.min(2, view.stages.length - 1))
    if (kept) show(...kept)
    else show(first, loudest(view.stages[first]), { seek: true })
  }

  // For tests: where a cell is on the screen once it has been scrolled into sight.
  function locate(name, index) {
    const place = view.stages.findIndex((stage) => stage.name === name)
    bringIntoSight(strip, place, index)
    const { canvas, layout } = strip.blocks[place]
    return shifted(layout.box(index), canvas.getBoundingClientRect())
  }

  function release() {
    stop()
    forget()
    clearTimeout(field.pending)
    resized.disconnect()
    element.remove()
  }

  return { receive, release, locate, gradient: () => Array.from(field.gradient ?? []) }
}

// Heading, number, buttons, and room for the panel.
function createText() {
  const title = make("h3"), value = make("output.value"), words = make("p.purpose")
  const [back, up, play] = ["One layer back", "Return", "Slide the window"].map((label) =>
    make("button.action", { type: "button" }, label),
  )
  play.dataset.label = play.textContent
  const panelHolder = make("div.panel"), then = make("p.then")
  const head = make("div.head", {}, title, value), actions = make("div.actions", {}, back, up, play)
  const element = make("div.text", {}, head, words, actions, panelHolder, then)
  return { element, title, value, words, then, back, up, play, panelHolder }
}

// What a ReLU will make of the number, with a way there.
function thenWhat(line, { stage, index, value }, go) {
  const { after } = stage
  if (after?.kind !== "ReLU") return line.replaceChildren()
  const result = put(quiet("number.source"), after.values[index])
  result.addEventListener("click", () => go(after.place, index))
  line.replaceChildren(`${after.name} then makes max(0, ${shown(value)}) = `, result)
}

// The index of the value of a stage that is furthest from 0.
function loudest({ values }) {
  let best = 0
  values.forEach((value, index) => {
    if (Math.abs(value) > Math.abs(values[best])) best = index
  })
  return best
}

const announce = ({ stage, index, value }) => `${nameOf(stage, index)}: ${shown(value)}`

// The switch: one colour scale for each map, for each layer, or for the whole network.
function createScopes() {
  const group = make("fieldset.scopes", {}, make("legend", {}, "One colour scale for"))
  for (const [scope, words] of Object.entries(SCALES)) {
    const input = make("input", { type: "radio", name: "scope", value: scope })
    input.checked = scope === "layer"
    group.append(make("label", {}, input, words))
  }
  return group
}
