import core from "../../../stryker.config.mjs"

/**
 * What needs a store, judged on the embedded one: `PART=line SHARE=0.1 npm run mutate -- test/proof/mutation/store.config.mjs`. Each part
 * is judged by the tests that are there for it: by all that pass through it, a mutant would cost minutes.
 */
const parts = {
  booking: {
    modules: ["booking", "case", "command", "contested", "quote", "alternatives", "quota", "rewriting", "together"],
    tests: ["booking", "booking-told", "flexible", "hosts", "cancel-rule", "telling"],
  },
  series: { modules: ["series", "weekly"], tests: ["series", "series-changes", "requests", "weekly"] },
  line: {
    modules: ["waitlist", "waitlist-rows", "offers", "fitting", "longer"],
    tests: ["waitlist", "in-line", "longer"],
  },
  closing: {
    modules: ["closures", "closing", "reaccommodate", "lifting", "affected", "gear", "closure-report"],
    tests: ["closures", "closed-time", "closing-places", "closing-back", "closing-races", "afterwards"],
  },
  holds: { modules: ["holds", "keeping"], tests: ["holds"] },
  hours: { modules: ["allowance", "regrant"], tests: ["allowance"] },
  courses: {
    modules: ["courses", "scheduling", "shifting", "enrolling", "calling-off"],
    tests: ["courses", "course-dates", "course-seats", "course-reminders", "qualifying"],
  },
  arrivals: { modules: ["checkin", "no-shows", "late"], tests: ["checkin", "missed", "late", "requests"] },
  requests: { modules: ["requests", "wanted"], tests: ["requests", "wanted"] },
  after: {
    modules: ["undo", "hand"],
    tests: ["undo", "undo-told", "hand", "requests", "flexible", "hosts", "cancel-rule"],
  },
}

const { PART } = process.env
const chosen = Object.entries(parts).flatMap(([name, part]) => (!PART || PART === name ? [part] : []))
if (chosen.length === 0) throw new Error(`PART: expected one of ${Object.keys(parts).join(", ")}`)
process.env.MUTATION_TESTS = chosen.flatMap(({ tests }) => tests).join(",")

export default {
  ...core,
  mutate: chosen.flatMap(({ modules }) => modules.map((name) => `src/core/${name}.ts`)),
  vitest: { configFile: "test/proof/mutation/store.vitest.config.ts", related: false },
  plugins: [...core.plugins, "./test/proof/mutation/sample.mjs"],
  checkers: ["sample"],
  jsonReporter: { fileName: `.stryker/${PART ?? "store"}.json` },
  incremental: false,
}
