/** The engine's core, judged by its quick tests: `npm run mutate -- --mutate src/core/rules.ts`, a module or a few at a time. */
export default {
  mutate: [
    "src/core/interval.ts",
    "src/core/time.ts",
    "src/core/facts.ts",
    "src/core/rules.ts",
    "src/core/placing.ts",
    "src/core/allocation.ts",
    "src/core/qualification.ts",
    "src/core/approvals.ts",
    "src/core/lot.ts",
  ],
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "test/proof/mutation/vitest.config.ts", related: false },
  coverageAnalysis: "perTest",
  concurrency: 1,
  // A busy machine is not a mutant that loops.
  timeoutMS: 60_000,
  reporters: ["clear-text", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: ".stryker/report.json" },
  incremental: true,
  incrementalFile: ".stryker/known.json",
  // Only its project references would be rewritten, through an interface that TypeScript 7 no longer has.
  tsconfigFile: "there-is-none.json",
  tempDirName: ".stryker/tmp",
  ignorePatterns: [".stryker", "dist", "docs", "bench", "deploy", "data", "data-demo"],
  thresholds: { high: 95, low: 85, break: 85 },
}
