// The leading guesses of the last seconds, each where it began: how a mind is changed.

/** @typedef {{ digit: number, strength: number }} Guess - the strength of its mark, 0 to 1 */

const KEPT = 8000 // ms after which a guess is forgotten
const MOST = 9
const FAINTEST = 0.35

export function createTrail() {
  /** @type {{ digit: number, until: number }[]} */
  let guesses = []
  return {
    /** @param {number} digit @param {number} now - ms */
    add(digit, now) {
      const last = guesses.at(-1)
      if (last?.digit === digit) last.until = now
      else guesses.push({ digit, until: now })
      guesses = guesses.filter(({ until }) => now - until <= KEPT).slice(-MOST)
    },

    clear: () => void (guesses = []),

    /** @param {number} now @returns {Guess[]} */
    guesses: (now) => guesses.map(({ digit, until }) => ({
      digit, strength: Math.max(1 - (now - until) / KEPT, FAINTEST),
    })),
  }
}
