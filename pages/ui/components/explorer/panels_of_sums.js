// The panels of the layers that weigh many inputs: convolution, dense and softmax.

const MOST_CARDS = 96 // of more channels the strongest are shown, and the sum of the rest

// Window × kernel = products for one channel, a card for each channel, and their sum.
function convolutionPanel(stage, view, go) {
  const { before } = stage, channels = before.shape[2], { size } = stage.window
  const scales = {
    input: colourScale(limitOf(before), before.low < 0, view.colours),
    kernel: colourScale(largest(stage.weights.kernel), true, view.colours),
  }
  let chosen = null // the channel that a person has opened; else the strongest
  let current = null
  const [height, width] = before.shape
  const window = square(size * size, size, "input window", (tap) => {
    const row = current.window.top + Math.floor(tap / size)
    const column = current.window.left + (tap % size)
    if (inside(row, column, height, width)) go((row * width + column) * channels + open().channel)
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
    show(current)
  })
  cards.element.hidden = channels === 1
  const [all, bias, result] = [number(), make("b.number.bias"), make("b.number.result")]
  const words = channels > 1 ? `all ${counted(channels)} channel sums together ` : "sum "
  const element = make("div", {}, title, opened, cards.element,
    line`${words}${all} + bias ${bias} = ${result}`)

  const louder = (a, b) => (Math.abs(b.sum) > Math.abs(a.sum) ? b : a)
  const open = () => (chosen === null ? current.channels.reduce(louder) : current.channels[chosen])

  function show(derivation) {
    current = derivation
    const one = open()
    const made = one.inputs.map((it, tap) => (Number.isNaN(it) ? 0 : it * one.weights[tap]))
    const most = chosen === null ? ", which counts most here" : ""
    title.textContent = channels === 1
      ? "The window, number by number:"
      : `Map ${one.channel} of ${before.name}${most}:`
    opened.dataset.channel = one.channel
    window.show(one.inputs, scales.input)
    weights.show(one.weights, scales.kernel)
    products.show(made, colourScale(largest(made), true, view.colours))
    put(sum, one.sum)
    cards.show(derivation.channels, one, scales)
    put(all, derivation.channels.reduce((left, it) => left + it.sum, 0))
    put(bias, derivation.bias)
    put(result, derivation.value)
  }

  return { element, show, reset: () => (chosen = null) }
}

const sign = (text) => make("span.sign", {}, text)

// A card for each channel: window and kernel as small pictures, and the sum of their products.
function channelCards(stage, choose) {
  const { size } = stage.window, channels = stage.before.shape[2]
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
  const louder = (a, b) => Math.abs(b.sum) - Math.abs(a.sum)
  return {
    element,
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

function showCard({ element, canvas, label, amount }, channel, chosen, scales, size) {
  element.dataset.channel = channel.channel
  element.dataset.value = String(channel.sum)
  element.classList.toggle("chosen", chosen)
  label.textContent = channel.channel
  put(amount, channel.sum, 3)
  const wide = 2 * size + 1 // the window, a gap, the kernel
  picture(wide, size, (at) => {
    const column = at % wide, tap = Math.floor(at / wide) * size + (column % (size + 1))
    if (column > size) return scales.kernel(channel.weights[tap])
    const input = column === size ? NaN : channel.inputs[tap]
    return Number.isNaN(input) ? null : scales.input(input)
  }, canvas)
}

// The largest contributions, all others together, and the bias.
function densePanel(stage, view, go) {
  const inputs = stage.before.shape.at(-1)
  const rows = Array.from({ length: Math.min(MOST_SHOWN, inputs) }, () => {
    const row = term()
    row.element.addEventListener("click", () => go(row.cell))
    return row
  })
  const [rest, bias] = [term("p"), term("p")]
  rest.element.hidden = inputs <= MOST_SHOWN
  const result = make("b.number.result")
  const places = beforeFlatten(stage.before) ? " (place in the maps as row, column)" : ""
  const title = make("p.line", {}, `Input × weight, the largest first${places}:`)
  const parts = [...rows, rest, bias].map((row) => row.element)
  return {
    element: make("div", {}, title, make("div.terms", {}, ...parts), line`added up: ${result}`),
    show(derivation) {
      const { contributions, others, silent } = derivation
      const amounts = [...contributions.map((it) => it.product), derivation.rest, derivation.bias]
      const most = largest(amounts)
      contributions.forEach(({ cell, input, weight, product }, place) => {
        const words = `${shown(input)} × ${shown(weight)}`
        rows[place].cell = cell
        rows[place].show(shortNameOf(stage.before, cell), product, most, words)
        Object.assign(rows[place].element.dataset, { cell, input, weight })
      })
      const zeros = `${counted(silent)} of all ${counted(inputs)} are 0`
      rest.show(`the other ${plural(others, "input")}`, derivation.rest, most, zeros)
      bias.show("bias", derivation.bias, most)
      put(result, derivation.value)
    },
  }
}

// The ten logits, e to each of them, and each one's share of the sum.
function softmaxPanel(stage, view, go) {
  let start = 0
  const rows = Array.from({ length: stage.shape.at(-1) }, (_, unit) => {
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
    show({ logits, powers, unit, value, sources }) {
      start = sources[0]
      rows.forEach((it, at) => {
        it.element.classList.toggle("chosen", at === unit)
        put(it.choose, logits[at])
        put(it.power, powers[at])
        put(it.share, stage.values[start + at])
      })
      put(sum, powers.sum)
      put(power, powers[unit])
      put(total, powers.sum)
      put(result, value)
    },
  }
}

const row = (...cells) => make("tr", {}, ...cells)
