import { defineConfig } from "vitest/config"

/** The tests that judge what needs a store, for `npm run mutate`: on the embedded one only. */
export default defineConfig({
  test: {
    include: (process.env.MUTATION_TESTS ?? "*").split(",").map((name) => `test/core/${name}.test.ts`),
    env: { TEST_POSTGRES_URL: "postgres://nobody@127.0.0.1:1/none" },
    globalSetup: ["test/proof/mutation/open-store.ts"],
    setupFiles: ["test/support/examples.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
