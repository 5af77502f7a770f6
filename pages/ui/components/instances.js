// What a component keeps while Streamlit shows it: one instance for each element that it is given.

/**
 * What Streamlit calls a component's script with.
 * @template Data
 * @typedef {object} Component
 * @property {Data} data
 * @property {HTMLElement | ShadowRoot} parentElement
 * @property {(name: string, value: unknown) => void} setStateValue
 * @property {(name: string, value: unknown) => void} setTriggerValue
 */

/**
 * The instance that belongs to an element, made when the element is new.
 * @template Instance
 * @param {WeakMap<ParentNode, Instance>} instances
 * @param {HTMLElement | ShadowRoot} parent
 * @param {(parent: HTMLElement | ShadowRoot) => Instance} create
 */
export function instanceOf(instances, parent, create) {
  const instance = instances.get(parent) ?? create(parent)
  instances.set(parent, instance)
  return instance
}

/**
 * What to return to Streamlit: it releases the instance once its element has left the page.
 * Streamlit calls it, too, when only new data come, and then the element is still there.
 * @template {{ release: () => void }} Instance
 * @param {WeakMap<ParentNode, Instance>} instances
 * @param {HTMLElement | ShadowRoot} parent
 */
export const onLeaving = (instances, parent) => () =>
  setTimeout(() => {
    if (parent.isConnected) return
    instances.get(parent)?.release()
    instances.delete(parent)
  })
