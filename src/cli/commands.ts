import type { Command } from "commander"
import { backupCommands } from "./backups.js"
import { ballotCommands } from "./ballots.js"
import { bookingsCommands } from "./bookings.js"
import { centreCommands } from "./centre.js"
import { chatCommand } from "./chat.js"
import { doctorCommand } from "./doctor.js"
import { memberCommands } from "./members.js"
import { noticeCommands } from "./notices.js"
import { outputTo, type Streams } from "./output.js"
import { staffCommands } from "./staff.js"
import { understandCommand } from "./understand.js"

/** All of the operator's commands but `start`. */
export function addCommands(program: Command, streams: Streams): void {
  const output = outputTo(streams.stdout)
  chatCommand(program, streams)
  centreCommands(program, output)
  memberCommands(program, output)
  staffCommands(program, output)
  bookingsCommands(program, output)
  ballotCommands(program, output)
  noticeCommands(program, output)
  understandCommand(program, output)
  backupCommands(program, output)
  doctorCommand(program, output)
}
