import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The embedded store starts a whole Postgres: give slow machines room, and never run more files than cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: "forks",
  },
})
