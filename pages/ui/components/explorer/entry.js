// What Streamlit calls. The weights of a network come in a message of their own, which Streamlit
// does not send again while they stay the same; both parts meet here, on the window.

const STORE = (globalThis[Symbol.for("inside_a_cnn.weights")] ??= {
  arrays: new Map(), // by the network's token
  waiting: new Set(), // explorers whose weights have not come yet
})
const MOST_NETWORKS = 3
const explorers = new WeakMap() // by the element that Streamlit gives each

export default function ({ data, parentElement }) {
  if (data instanceof Uint8Array) return keep(data)
  const host = parentElement.host ?? parentElement
  if (!explorers.has(parentElement)) explorers.set(parentElement, createExplorer(parentElement))
  const explorer = explorers.get(parentElement)
  host.explorer = explorer // for the tests, which ask it where cells are
  const receive = () => {
    const arrays = STORE.arrays.get(data.network)
    if (arrays) explorer.receive(data, arrays)
    return Boolean(arrays)
  }
  if (!receive()) STORE.waiting.add(receive)
  return () => {
    STORE.waiting.delete(receive)
    // Streamlit calls this in place of leaving, too, when new data come
    setTimeout(() => {
      if (host.isConnected) return
      explorers.get(parentElement)?.release()
      explorers.delete(parentElement)
    })
  }
}

function keep(bytes) {
  const { token, arrays } = unpack(bytes)
  STORE.arrays.delete(token)
  STORE.arrays.set(token, arrays)
  while (STORE.arrays.size > MOST_NETWORKS) STORE.arrays.delete(STORE.arrays.keys().next().value)
  for (const receive of STORE.waiting) if (receive()) STORE.waiting.delete(receive)
}
