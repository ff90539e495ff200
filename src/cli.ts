import { Command, CommanderError } from "commander"
import { backupCommands } from "./cli/backups.js"
import { bookingsCommands } from "./cli/bookings.js"
import { centreCommands } from "./cli/centre.js"
import { doctorCommand } from "./cli/doctor.js"
import { memberCommands } from "./cli/members.js"
import { noticeCommands } from "./cli/notices.js"
import { type Output, outputTo } from "./cli/output.js"
import { understandCommand } from "./cli/understand.js"
import { FolderHeld } from "./core/store/lock.js"

/** The operator's commands. Each takes `--json`, prints one JSON document then, and fails with one line on stderr. */
export async function main(argv: readonly string[]): Promise<void> {
  loadDotEnv()
  const output = outputTo(process.stdout)
  const program = commands(output)
  try {
    await program.parseAsync([...argv])
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version end here too, having said all.
      process.exitCode = error.exitCode
      return
    }
    process.stderr.write(`anchordesk: ${oneLine(error)}\n`)
    process.exitCode = 1
  }
}

function commands(output: Output): Command {
  const program = new Command("anchordesk").description("A chat front desk for a live-streaming commerce centre.")
  program
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`anchordesk: ${text.replace(/^error: /, "")}`) })
  program
    .command("start")
    .description("run the service")
    .action(async () => {
      // Loaded only here: the other commands need no platform.
      const { start } = await import("./main.js")
      await start()
    })
  centreCommands(program, output)
  memberCommands(program, output)
  bookingsCommands(program, output)
  noticeCommands(program, output)
  understandCommand(program, output)
  backupCommands(program, output)
  doctorCommand(program, output)
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
  const message = error instanceof Error ? error.message : String(error)
  return message.split("\n").filter(Boolean).join("; ")
}
