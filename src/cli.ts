import { Command, CommanderError } from "commander"
import type { Streams } from "./cli/output.js"
import { FolderHeld } from "./core/store/lock.js"
import { version } from "./version.js"

/** The operator's commands. Each takes `--json`, prints one JSON document then, and fails with one line on stderr. */
export async function main(argv: readonly string[]): Promise<void> {
  loadDotEnv()
  process.exitCode = await run(argv.slice(2), process)
}

/** @returns the exit code: 0, or 1 with one line on stderr */
export async function run(words: readonly string[], streams: Streams): Promise<number> {
  const { stdout, stderr } = streams
  const fail = (line: string): void => void stderr.write(`anchordesk: ${line}\n`)
  const program = await commands(words, streams)
  for (const command of withSubcommands(program))
    command.exitOverride().configureOutput({
      writeOut: (text) => void stdout.write(text),
      // Only what a group of commands says when none of them was named.
      writeErr: (text) => fail(`${text.split("\n")[0]}; --help tells more`),
      outputError: (text) =>
        fail(
          text
            .replace(/^error: /, "")
            .trim()
            .replaceAll("\n", " "),
        ),
    })
  try {
    await program.parseAsync(words.length > 0 ? [...words] : ["--help"], { from: "user" })
    return 0
  } catch (error) {
    // Help and version end here too, having said all.
    if (error instanceof CommanderError) return error.exitCode
    fail(oneLine(error))
    return 1
  }
}

const withSubcommands = (command: Command): Command[] => [command, ...command.commands.flatMap(withSubcommands)]

async function commands(words: readonly string[], streams: Streams): Promise<Command> {
  const program = new Command("anchordesk").description("A chat front desk for a live-streaming commerce centre.")
  program.version(version(), "-V, --version", "print the version")
  program
    .command("start")
    .description("run the service")
    .action(async () => {
      // Loaded only here: the other commands need no platform.
      const { start } = await import("./start.js")
      await start()
    })
  // A start loads nothing before the store begins to open.
  if (words[0] !== "start") (await import("./cli/commands.js")).addCommands(program, streams)
  return program
}

/** A `.env` beside the start, when there is one; what is set already wins. */
function loadDotEnv(): void {
  try {
    process.loadEnvFile()
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error
  }
}

function oneLine(error: unknown): string {
  if (error instanceof FolderHeld) return `${error.message}; stop it first, or set another DATA_DIR`
  // Where several addresses were tried, each has its own reason and the whole has none.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  const message = first instanceof Error ? first.message || first.name : String(first)
  return message.split("\n").filter(Boolean).join("; ")
}
