import { defineConfig } from "vitest/config"

/** The tests that judge the engine's core for `npm run mutate`: those that need no store, so that each mutant costs seconds. */
export default defineConfig({
  test: {
    include: ["rules", "decide", "choosing", "facts", "approvals", "time", "allocation", "capacity", "lot"].map(
      (name) => `test/core/${name}.test.ts`,
    ),
    env: { ALLOCATION_RUNS: "1000" },
    setupFiles: ["test/support/examples.ts"],
    testTimeout: 60_000,
  },
})
