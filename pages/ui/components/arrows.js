// The arrow keys as steps on the screen.

/** @type {Record<string, { right: number, down: number }>} */
const STEPS = {
  ArrowLeft: { right: -1, down: 0 },
  ArrowRight: { right: 1, down: 0 },
  ArrowUp: { right: 0, down: -1 },
  ArrowDown: { right: 0, down: 1 },
}

/**
 * Which way an arrow key points; null for any other key.
 * @param {{ key: string }} event
 */
export const arrow = ({ key }) => STEPS[key] ?? null

/**
 * Let the arrow keys go from button to button. `next` says which one is so many steps away.
 * @param {HTMLElement} holder
 * @param {(buttons: HTMLButtonElement[], here: number, step: { right: number, down: number }) =>
 *   HTMLButtonElement | undefined} next
 */
export function followArrows(holder, next) {
  holder.addEventListener("keydown", (event) => {
    const step = arrow(event), root = holder.getRootNode()
    const buttons = [...holder.querySelectorAll("button")]
    const focused = root instanceof ShadowRoot ? root.activeElement : document.activeElement
    const here = buttons.findIndex((button) => button === focused)
    const target = step && here >= 0 ? next(buttons, here, step) : null
    if (!target) return
    event.preventDefault()
    target.focus()
  })
}
