// The panels of the layers that weigh many inputs: convolution, dense and softmax.
import { make, number, put, quiet } from "../elements.js"
import { inside, MOST_SHOWN, previous, sides, windowOf } from "../network/network.js"
import { counted, plural, shown } from "../numbers.js"
import { colourScale, largest, limitOf, picture } from "./colours.js"
import { line, note, square, term } from "./derivation_parts.js"
import { beforeFlatten, shortNameOf } from "./words.js"

/**
 * @import { Channel, Convolved, Found, Shared, Weighed } from "../network/derivation.js"
 * @import { Stage } from "../network/stage.js"
 * @import { Scale } from "./colours.js"
 * @import { View } from "./message.js"
 * @import { Panel } from "./panels.js"
 * @import { Go } from "./derivation_parts.js"
 *
 * @typedef {Record<"element" | "label" | "amount", HTMLElement> & { canvas: HTMLCanvasElement }} Card
 * @typedef {Record<"input" | "kernel", Scale>} Scales
 */

const MOST_CARDS = 96 // of more channels the strongest are shown, and the sum of the rest

/**
 * Window × kernel = products for one channel, a card for each channel, and their sum.
 * @param {Stage} stage
 * @param {View} view
 * @param {Go} go
 * @returns {Panel<Found & Convolved>}
 */
export function convolutionPanel(stage, view, go) {
  const before = previous(stage), channels = before.shape[2], { size } = windowOf(stage)
  const scales = {
    input: colourScale(limitOf(before), before.low < 0, view.colours),
    kernel: colourScale(largest(stage.weights.kernel), true, view.colours),
  }
  /** @type {number | null} */
  let chosen = null // the channel that a person has opened; else the strongest
  /** @type {Found & Convolved | null} */
  let current = null
  const [height, width] = before.shape
  const window = square(size * size, size, "input window", (tap) => {
    if (!current) return
    const row = current.window.top + Math.floor(tap / size)
    const column = current.window.left + (tap % size)
    if (inside(row, column, height, width)) go((row * width + column) * channels + open(current).channel)
  })
  const weights = square(size * size, size, "kernel")
  const products = square(size * size, size, "products")
  const sum = number(), title = make("p.line")
  const total = make("figure.square", {}, make("div.total", {}, sum),
    make("figcaption", {}, "their sum"))
  const opened = make("div.opened", {}, window.element, sign("×"), weights.element, sign("="),
    products.element, total)
  const cards = channelCards(stage, (channel) => {
    chosen = channel
    if (current) show(current)
  })
  cards.element.hidden = channels === 1
  const [all, bias, result] = [number(), make("b.number.bias"), make("b.number.result")]
  const words = channels > 1 ? `all ${counted(channels)} channel sums together ` : "sum "
  const element = make("div", {}, title, opened, cards.element,
    line`${words}${all} + bias ${bias} = ${result}`)

  /** @type {(a: Channel, b: Channel) => Channel} */
  const louder = (a, b) => (Math.abs(b.sum) > Math.abs(a.sum) ? b : a)
  const open = (/** @type {Convolved} */ derivation) =>
    chosen === null ? derivation.channels.reduce(louder) : derivation.channels[chosen]

  /** @param {Found & Convolved} derivation */
  function show(derivation) {
    current = derivation
    const one = open(derivation)
    const made = Array.from(one.inputs, (it, tap) => (Number.isNaN(it) ? 0 : it * one.weights[tap]))
    const most = chosen === null ? ", which counts most here" : ""
    title.textContent = channels === 1
      ? "The window, number by number:"
      : `Map ${one.channel} of ${before.name}${most}:`
    opened.dataset.channel = String(one.channel)
    window.show(one.inputs, scales.input)
    weights.show(one.weights, scales.kernel)
    products.show(made, colourScale(largest(made), true, view.colours))
    put(sum, one.sum)
    cards.show(derivation.channels, one, scales)
    put(all, derivation.channels.reduce((left, it) => left + it.sum, 0))
    put(bias, derivation.bias)
    put(result, derivation.value)
  }

  const reset = () => {
    chosen = null
  }
  return { element, show, reset }
}

/** @param {string} text */
const sign = (text) => make("span.sign", {}, text)

/**
 * A card for each channel: window and kernel as small pictures, and the sum of their products.
 * @param {Stage} stage
 * @param {(channel: number) => void} choose
 */
function channelCards(stage, choose) {
  const { size } = windowOf(stage), channels = previous(stage).shape[2]
  const cards = Array.from({ length: Math.min(channels, MOST_CARDS) }, () => {
    const canvas = make("canvas", { width: 2 * size + 1, height: size })
    const label = make("span"), amount = number()
    const element = quiet("card.term", label, canvas, amount)
    element.addEventListener("click", () => choose(Number(element.dataset.channel)))
    return { element, canvas, label, amount }
  })
  const rest = term("p")
  rest.element.hidden = channels <= MOST_CARDS
  const element = make("div.cards", {}, ...cards.map((card) => card.element), rest.element)
  /** @type {(a: Channel, b: Channel) => number} */
  const louder = (a, b) => Math.abs(b.sum) - Math.abs(a.sum)
  return {
    element,
    /**
     * @param {Channel[]} terms
     * @param {Channel} one - the one that is opened
     * @param {Scales} scales
     */
    show(terms, one, scales) {
      const inView = channels > MOST_CARDS ? [...terms].sort(louder).slice(0, MOST_CARDS) : terms
      inView.forEach((it, place) => showCard(cards[place], it, it === one, scales, size))
      if (inView === terms) return
      const others = terms.filter((it) => !inView.includes(it))
      const left = others.reduce((total, it) => total + it.sum, 0)
      rest.show(`the other ${plural(others.length, "map")} together`, left)
    },
  }
}

/**
 * @param {Card} card
 * @param {Channel} channel
 * @param {boolean} chosen
 * @param {Scales} scales
 * @param {number} size
 */
function showCard({ element, canvas, label, amount }, channel, chosen, scales, size) {
  element.dataset.channel = String(channel.channel)
  element.dataset.value = String(channel.sum)
  element.classList.toggle("chosen", chosen)
  label.textContent = String(channel.channel)
  put(amount, channel.sum, 3)
  const wide = 2 * size + 1 // the window, a gap, the kernel
  picture(wide, size, (at) => {
    const column = at % wide, tap = Math.floor(at / wide) * size + (column % (size + 1))
    if (column > size) return scales.kernel(channel.weights[tap])
    const input = column === size ? NaN : channel.inputs[tap]
    return Number.isNaN(input) ? null : scales.input(input)
  }, canvas)
}

/**
 * The largest contributions, all others together, and the bias.
 * @param {Stage} stage
 * @param {View} view
 * @param {Go} go
 * @returns {Panel<Found & Weighed>}
 */
export function densePanel(stage, view, go) {
  const before = previous(stage), inputs = sides(before)[2]
  /** @type {number[]} */
  let cells = []
  const rows = Array.from({ length: Math.min(MOST_SHOWN, inputs) }, (_, place) => {
    const row = term()
    row.element.addEventListener("click", () => go(cells[place]))
    return row
  })
  const [rest, bias] = [term("p"), term("p")]
  rest.element.hidden = inputs <= MOST_SHOWN
  const result = make("b.number.result")
  const places = beforeFlatten(before) ? " (place in the maps as row, column)" : ""
  const title = make("p.line", {}, `Input × weight, the largest first${places}:`)
  const parts = [...rows, rest, bias].map((row) => row.element)
  return {
    element: make("div", {}, title, make("div.terms", {}, ...parts), line`added up: ${result}`),
    show(derivation) {
      const { contributions, others, silent } = derivation
      const amounts = [...contributions.map((it) => it.product), derivation.rest, derivation.bias]
      const most = largest(amounts)
      cells = contributions.map((it) => it.cell)
      contributions.forEach(({ cell, input, weight, product }, place) => {
        const words = `${shown(input)} × ${shown(weight)}`
        rows[place].show(shortNameOf(before, cell), product, most, words)
        Object.assign(rows[place].element.dataset, { cell, input, weight })
      })
      const zeros = `${counted(silent)} of all ${counted(inputs)} are 0`
      rest.show(`the other ${plural(others, "input")}`, derivation.rest, most, zeros)
      bias.show("bias", derivation.bias, most)
      put(result, derivation.value)
    },
  }
}

/**
 * The ten logits, e to each of them, and each one's share of the sum.
 * @param {Stage} stage
 * @param {View} view
 * @param {Go} go
 * @returns {Panel<Found & Shared>}
 */
export function softmaxPanel(stage, view, go) {
  let start = 0
  const rows = Array.from({ length: sides(stage)[2] }, (_, unit) => {
    const choose = quiet("number")
    choose.addEventListener("click", () => go(start + unit))
    const [power, share] = [number("td"), number("td")]
    const logit = make("td", {}, choose)
    return { choose, power, share, element: row(make("th", {}, unit), logit, power, share) }
  })
  const sum = number(), [power, total, result] = [number(), number(), make("b.number.result")]
  const titles = ["digit", "logit z", "e^(z − largest)", "÷ their sum"]
  const head = row(...titles.map((title) => make("th", {}, title)))
  const foot = row(make("th", {}, "sum"), make("td"), make("td", {}, sum), make("td", {}, "1"))
  const table = make("table.softmax", {}, head, ...rows.map((it) => it.element), foot)
  return {
    element: make("div", {},
      line`e to its own logit ÷ the sum of e to all ten: ${power} / ${total} = ${result}`, table,
      note("The largest logit is taken away first: it changes no share and keeps powers small.")),
    show({ logits, powers, sum: all, unit, value, sources }) {
      start = sources[0]
      rows.forEach((it, at) => {
        it.element.classList.toggle("chosen", at === unit)
        put(it.choose, logits[at])
        put(it.power, powers[at])
        put(it.share, stage.values[start + at])
      })
      put(sum, all)
      put(power, powers[unit])
      put(total, all)
      put(result, value)
    },
  }
}

/** @param {...HTMLElement} cells */
const row = (...cells) => make("tr", {}, ...cells)
