// A Plotly chart that stays in its place: drawn once, then brought up to date.
const charts = new WeakMap() // by the element that Streamlit gives each

export default function ({ data, parentElement, setStateValue }) {
  if (!charts.has(parentElement))
    charts.set(parentElement, create(parentElement, () => setStateValue("refused", true)))
  charts.get(parentElement).show(data)
  // Streamlit calls this in place of leaving, too, when data come faster than they are shown.
  return () => setTimeout(() => parentElement.isConnected || release(parentElement))
}

function create(parent, refuse) {
  const plot = document.createElement("div")
  plot.setAttribute("role", "img")
  parent.append(plot)
  let Plotly = null
  let next = null // only the newest figure is worth drawing
  let busy = false
  let held = false // the person drags: new data would take the zoom box away

  async function draw() {
    if (busy || held || !next || !plot.isConnected) return
    busy = true
    try {
      Plotly ??= await load(next.library)
      const { figure, config } = next
      next = null
      if (plot.isConnected) await Plotly.react(plot, figure.data, figure.layout, config)
    } catch (error) {
      next = null
      console.warn("Live chart:", error)
      if (plot.isConnected) refuse() // otherwise the person has only left the page
    }
    busy = false
    if (next) requestAnimationFrame(draw)
  }

  const hold = () => (held = true)
  const letGo = () => {
    held = false
    requestAnimationFrame(draw)
  }
  plot.addEventListener("pointerdown", hold)
  const ends = ["pointerup", "pointercancel", "blur"]
  for (const end of ends) window.addEventListener(end, letGo, true)
  const resized = new ResizeObserver(() => {
    if (plot._fullLayout && plot.offsetWidth) Plotly.Plots.resize(plot)
  })
  resized.observe(parent)

  return {
    show(data) {
      plot.setAttribute("aria-label", data.alt)
      plot.style.height = `${data.figure.layout.height}px`
      next = data
      requestAnimationFrame(draw)
    },
    release() {
      next = null
      resized.disconnect()
      for (const end of ends) window.removeEventListener(end, letGo, true)
      Plotly?.purge(plot)
      plot.remove()
    },
  }
}

function release(parent) {
  charts.get(parent)?.release()
  charts.delete(parent)
}

// Streamlit's own Plotly, the file that st.plotly_chart loads; it puts itself on the window.
async function load(library) {
  const shell = document.querySelector('script[type=module][src*="static/js/"]')
  await import(new URL(library, shell.src).href)
  return window.Plotly
}
