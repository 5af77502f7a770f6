// Keeps addresses that nobody visited out of the browser's history. On the way to another page,
// Streamlit first drops or sets parameters at the address of the page before, and leaves each
// such step in the history. A step is kept only if the page stays the same for a moment after it.

const SETTLED = 2000 // milliseconds

/** What is shown in passing: the address before it, and the timer that would keep it. */
/** @type {{ before: string, timer: ReturnType<typeof setTimeout> } | null} */
let passing = null

/** From now on, whatever becomes of the component. */
export function keepVisits() {
  if (history.pushState !== push) history.pushState = push
}

/** @type {History["pushState"]} */
function push(state, title, url) {
  const { pathname } = new URL(url ?? "", location.href)
  if (pathname !== location.pathname) {
    settle((before) => show(before))
    History.prototype.pushState.call(history, state, title, url)
    return
  }
  const before = passing?.before ?? location.href
  clearTimeout(passing?.timer)
  show(url)
  passing = { before, timer: setTimeout(() => settle(keep), SETTLED) }
}

/** End the passing, in the way that is asked. @param {(before: string) => void} end */
function settle(end) {
  if (!passing) return
  const { before, timer } = passing
  clearTimeout(timer)
  passing = null
  end(before)
}

/** @param {string} before */
function keep(before) {
  const { href } = location
  show(before)
  History.prototype.pushState.call(history, {}, "", href)
}

/** Show an address in the place of the last one. @param {string | URL | null | undefined} url */
const show = (url) => history.replaceState({}, "", url)

addEventListener("popstate", () => settle(() => {}))
