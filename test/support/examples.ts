import fc from "fast-check"

/**
 * The same examples on each run of the tests, so that a change passes or fails by what it does. `EXAMPLES=5 npm test` draws others.
 */
fc.configureGlobal({ seed: Number(process.env.EXAMPLES ?? 17) })
