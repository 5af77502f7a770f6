// A Plotly chart that stays in its place: drawn once, then brought up to date.
import { make } from "../elements.js"
import { instanceOf, onLeaving } from "../instances.js"

/**
 * @import { Component } from "../instances.js"
 *
 * What is used of Plotly, which has no types here.
 * @typedef {object} Plotly
 * @property {(plot: HTMLElement, data: object[], layout: object, config: object) => Promise<void>} react
 * @property {(plot: HTMLElement) => void} purge
 * @property {{ resize: (plot: HTMLElement) => void }} Plots
 *
 * @typedef {object} Chart
 * @property {{ data: object[], layout: { height: number } }} figure
 * @property {object} config
 * @property {string} alt
 * @property {string} library - the file with Plotly
 */

/** @type {WeakMap<ParentNode, ReturnType<typeof create>>} */
const charts = new WeakMap()

/** @param {Component<Chart>} component */
export default function ({ data, parentElement, setStateValue }) {
  const refuse = () => setStateValue("refused", true)
  instanceOf(charts, parentElement, (parent) => create(parent, refuse)).show(data)
  return onLeaving(charts, parentElement)
}

/**
 * @param {HTMLElement | ShadowRoot} parent
 * @param {() => void} refuse
 */
function create(parent, refuse) {
  const plot = make("div", { role: "figure" }) // no "img": it holds buttons
  parent.append(plot)
  /** @type {Plotly | null} */
  let plotly = null
  /** @type {Chart | null} */
  let next = null // only the newest figure is worth drawing
  let busy = false
  let held = false // the person drags: new data would take the zoom box away

  async function draw() {
    if (busy || held || !next || !plot.isConnected) return
    busy = true
    try {
      plotly ??= await load(next.library)
      const newest = next // none where the chart was left while Plotly was on its way
      next = null
      if (newest && plot.isConnected) {
        const { figure, config } = newest
        await plotly.react(plot, figure.data, figure.layout, config)
      }
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
    if (plotly && "_fullLayout" in plot && plot.offsetWidth) plotly.Plots.resize(plot)
  })
  resized.observe(parent instanceof ShadowRoot ? parent.host : parent)

  return {
    /** @param {Chart} data */
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
      plotly?.purge(plot)
      plot.remove()
    },
  }
}

/**
 * Streamlit's own Plotly, the file that st.plotly_chart loads; it puts itself on the window.
 * @param {string} library
 * @returns {Promise<Plotly>}
 */
async function load(library) {
  /** @type {HTMLScriptElement | null} */
  const shell = document.querySelector('script[type=module][src*="static/js/"]')
  await import(new URL(library, shell?.src).href)
  return /** @type {{ Plotly: Plotly }} */ (/** @type {unknown} */ (window)).Plotly
}
