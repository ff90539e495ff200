import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

/** The engine on a clock in hand leaves nothing behind in its process: its files share those, and their stores. Each of the others has one to itself. */
const alone = [
  "test/*.test.ts",
  "test/{bots,proof}/**/*.test.ts",
  "test/core/store/**/*.test.ts",
  "test/core/storm.test.ts",
]

/** Whatever takes longest is begun first, or one core would wait for it in the end; then what is alone, then the many that take little. */
const longest = ["kills", "proof", "storm", "storms", "pages", "service", "replicas", "version-before", "bugs"]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification): number => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`))
      return project.config.isolate === false ? longest.length + 1 : at < 0 ? longest.length : at
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  test: {
    setupFiles: ["test/support/examples.ts"],
    globalSetup: ["test/support/run.ts"],
    // The embedded store starts a whole Postgres: give slow machines room, and run as many files as there are cores.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 30_000 } },
    pool: "forks",
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: "alone", include: alone } },
      { extends: true, test: { name: "together", include: ["test/**/*.test.ts"], exclude: alone, isolate: false } },
    ],
  },
})
