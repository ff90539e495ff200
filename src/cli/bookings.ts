import { type Command, InvalidArgumentError, Option } from "commander"
import { bookingsBetween } from "../core/booking-record.js"
import { type Centre, gearOf, roomOf } from "../core/centre.js"
import { currentCentre } from "../core/centre-store.js"
import type { Booking } from "../core/outcome.js"
import { addDays, instantAt, isLocalDay, localDay, localMinute } from "../core/time.js"
import type { World } from "../core/world.js"
import { type Output, table } from "./output.js"
import { withWorld } from "./store.js"

type Range = { from?: string; to?: string; all?: boolean }

/** A booking as the operator's interface prints it. */
type Line = {
  id: string
  member: string
  room: string
  start: string
  end: string
  hosts: number
  gear: { name: string; quantity: number }[]
  status: string
}

const day = (text: string): string => {
  if (!isLocalDay(text)) throw new InvalidArgumentError("a day like 2026-11-24 was expected")
  return text
}

export function bookingsCommands(program: Command, output: Output): void {
  const bookings = program.command("bookings").description("what is booked")
  bookings
    .command("list")
    .description("from today for 30 days, unless said otherwise")
    .option("--from <day>", "first day", day)
    .option("--to <day>", "last day", day)
    .option("--all", "cancelled ones too")
    .option("--json", "print JSON")
    .action(async (options: Range, command: Command) => {
      const lines = await withWorld((world) => linesOf(world, options))
      output.say(command, lines, () =>
        table(
          lines.map((line) => [
            line.start,
            line.end.slice(11),
            line.room,
            line.member,
            `${line.hosts} hosts`,
            line.status,
            line.id,
          ]),
        ),
      )
    })
  bookings
    .command("export")
    .requiredOption("--from <day>", "first day", day)
    .requiredOption("--to <day>", "last day", day)
    .addOption(new Option("--format <format>").choices(["csv"]).default("csv"))
    .option("--json", "print JSON")
    .action(async (options: Range, command: Command) => {
      const lines = await withWorld((world) => linesOf(world, options))
      output.say(command, lines, () => csv(lines))
    })
}

async function linesOf(world: World, { from, to, all = false }: Range): Promise<Line[]> {
  const centre = await currentCentre(world)
  const first = from ?? localDay(world.clock(), centre.zone)
  const last = to ?? addDays(first, 30)
  const window = { from: instantAt(first, 0, centre.zone), to: instantAt(addDays(last, 1), 0, centre.zone) }
  return (await bookingsBetween(world, { ...window, all })).map((booking) => lineOf(centre, booking))
}

const lineOf = (centre: Centre, booking: Booking): Line => ({
  id: booking.id,
  member: booking.member.name,
  room: roomOf(centre, booking.room)?.names.en ?? booking.room,
  start: localMinute(booking.start, centre.zone),
  end: localMinute(booking.end, centre.zone),
  hosts: booking.hosts,
  gear: booking.gear.map(({ id, quantity }) => ({ name: gearOf(centre, id)?.names.en ?? id, quantity })),
  status: booking.status,
})

/** A cell that a spreadsheet would take for a formula is kept from being one. */
const cell = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function csv(lines: readonly Line[]): string {
  const header = ["id", "member", "room", "start", "end", "hosts", "gear", "status"]
  const rows = lines.map((line) => [
    line.id,
    line.member,
    line.room,
    line.start,
    line.end,
    String(line.hosts),
    line.gear.map(({ name, quantity }) => `${quantity} ${name}`).join("; "),
    line.status,
  ])
  return [header, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")
}
