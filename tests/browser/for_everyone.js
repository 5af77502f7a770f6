// What for_everyone.py asks of a page: each function returns sentences about what is in the way.
window.forEveryone = (() => {
  const name = (it) => it.outerHTML.slice(0, 120)
  const parts = (root) =>
    [...root.querySelectorAll("*")].flatMap((it) => [it, ...(it.shadowRoot ? parts(it.shadowRoot) : [])])
  const ours = () =>
    parts(document.body).filter((it) => it.getRootNode() instanceof ShadowRoot && it.checkVisibility())
  const focused = new Set()
  const note = ({ target }) => {
    if (target.shadowRoot) target.shadowRoot.addEventListener("focusin", note)
    focused.add(target.shadowRoot?.activeElement ?? target)
  }
  document.addEventListener("focusin", note, true)

  /** Looked at where somebody asks for less motion. */
  function moves() {
    const long = (text) => text.split(",").some((it) => parseFloat(it) > 0.01)
    const moving = ours().filter((it) => {
      const style = getComputedStyle(it)
      return long(style.transitionDuration) || (style.animationName !== "none" && long(style.animationDuration))
    })
    const runs = document
      .getAnimations()
      .filter((it) => it.playState === "running" && it.effect?.target?.getRootNode() instanceof ShadowRoot)
    return [...moving.map((it) => `moves: ${name(it)}`), ...runs.map((it) => `runs: ${name(it.effect.target)}`)]
  }

  /** Looked at where the system chooses the colours. */
  function alike() {
    const shown = ["border", "outline"].flatMap((it) => [`${it}Style`, `${it}Width`, `${it}Color`])
    const look = (it) =>
      [...shown, "backgroundColor", "color", "fontWeight"].map((part) => getComputedStyle(it)[part]).join()
    const edged = (it) =>
      ["border", "outline"].some((edge) => parseFloat(getComputedStyle(it)[`${edge}Width`]) > 0) ||
      getComputedStyle(it).forcedColorAdjust === "none"
    const bare = ours().filter(
      (it) => it.matches("button") && !it.textContent.trim() && !it.querySelector("canvas, svg, img") && !edged(it),
    )
    const unseen = ours().filter((it) => {
      const other = it.parentElement?.querySelector("[aria-pressed=false], [aria-selected=false]")
      return it.matches("[aria-pressed=true], [aria-selected=true]") && other && look(other) === look(it)
    })
    return [...bare.map((it) => `no edge: ${name(it)}`), ...unseen.map((it) => `looks unchosen: ${name(it)}`)]
  }

  /** Looked at as it is printed. */
  function cut() {
    const main = document.querySelector("[data-testid=stMain]")
    const sidebar = document.querySelector("[data-testid=stSidebar]")
    const charts = [...main.querySelectorAll(".js-plotly-plot")].filter((it) => {
      const box = it.getBoundingClientRect()
      return it.checkVisibility() && (!box.height || box.right > innerWidth + 1)
    })
    const hides = ["hidden", "clip"].includes(getComputedStyle(main).overflowY)
    return [
      ...charts.map((it) => `cut off or empty: ${name(it)}`),
      ...(sidebar?.checkVisibility({ visibilityProperty: true }) ? ["the sidebar is printed"] : []),
      ...(hides && main.scrollHeight > main.clientHeight + 1 ? ["the page is cut off"] : []),
    ]
  }

  /** Looked at when Tab has left the page: of a group one member is enough, arrows lead on. */
  function missed() {
    const group = (it) => it.closest("[role=radiogroup], [role=tablist], [role=grid], [data-testid=stButtonGroup], table, .tiles") ?? it.name
    const reached = new Set([...focused].map(group).filter(Boolean))
    const controls = "button, input, select, textarea, a[href], [tabindex]"
    return parts(document.body)
      .filter((it) => it.matches(controls) && it.tabIndex >= 0 && !it.disabled)
      .filter((it) => !it.closest("[data-testid=stSidebarHeader]")) // Streamlit's, which comes with the pointer
      .filter((it) => it.checkVisibility({ visibilityProperty: true }) && !focused.has(it) && !reached.has(group(it)))
      .map((it) => `no key reaches ${name(it)}`)
  }

  const out = () => document.activeElement === document.body
  const start = () => {
    focused.clear()
    document.querySelector("a[href], button").focus()
  }
  return { moves, alike, cut, missed, out, start }
})()
