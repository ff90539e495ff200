import fc from "fast-check"

/** Ballots as they are drawn: tickets with their weight and wishes, and what a draw is seeded with. */

export const lists = fc.uniqueArray(
  fc.record({
    ticket: fc.stringMatching(/^[a-z0-9]{1,10}$/),
    weight: fc.integer({ min: 1, max: 1000 }),
    wishes: fc.array(fc.stringMatching(/^[a-z0-9:/* .-]{1,40}$/), { minLength: 1, maxLength: 5 }),
  }),
  { selector: ({ ticket }) => ticket, maxLength: 30 },
)
export const seed = fc.stringMatching(/^[0-9a-f]{64}$/)
