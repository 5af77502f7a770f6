// The lines of Keras that print a number of the explorer, for the digit in view.

/**
 * @param {Record<string, string>} codes - by layer, with a stand-in where the digit has to be
 * @param {string} standIn
 * @param {string} digit - as code
 */
export function codesFor(codes, standIn, digit) {
  // By a function: the letters into which a digit is packed may be "$&", which means the match itself.
  return Object.fromEntries(
    Object.entries(codes).map(([name, code]) => [name, code.replace(standIn, () => digit)]),
  )
}
