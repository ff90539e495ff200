import { type Command, InvalidArgumentError, Option } from "commander"
import { bookingsBetween } from "../core/booking-record.js"
import { bookingsIcs } from "../core/calendar.js"
import { type Centre, gearOf, roomOf } from "../core/centre.js"
import { currentCentre } from "../core/centre-store.js"
import { entryOf } from "../core/desk/dialogs/calendar-file.js"
import { phrasing } from "../core/desk/phrasing.js"
import { OperatorError } from "../core/members.js"
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
  /** What only some bookings have is only there where it is. Hosts: those who are known by name. */
  hostNames?: string[]
  setupMinutes?: number
  teardownMinutes?: number
  title?: string
  show?: Booking["show"]
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
    .description("what is booked, for a spreadsheet or a calendar")
    .requiredOption("--from <day>", "first day", day)
    .requiredOption("--to <day>", "last day", day)
    .addOption(new Option("--format <format>").choices(["csv", "ics"]).default("csv"))
    .option("--json", "print JSON")
    .action(async (options: Range & { format: "csv" | "ics" }, command: Command) => {
      const { lines, ics } = await withWorld(async (world) => ({
        lines: await linesOf(world, options),
        ics: options.format === "ics" ? await calendar(world, options) : "",
      }))
      output.say(command, lines, () => (options.format === "ics" ? ics : csv(lines)))
    })
}

async function linesOf(world: World, range: Range): Promise<Line[]> {
  const centre = await currentCentre(world)
  return (await bookingsIn(world, centre, range)).map((booking) => lineOf(centre, booking))
}

function bookingsIn(world: World, centre: Centre, { from, to, all = false }: Range): Promise<Booking[]> {
  const first = from ?? localDay(world.clock(), centre.zone)
  const last = to ?? addDays(first, 30)
  if (last < first) throw new OperatorError(`the last day, ${last}, is before the first, ${first}`)
  const window = { from: instantAt(first, 0, centre.zone), to: instantAt(addDays(last, 1), 0, centre.zone) }
  return bookingsBetween(world, { ...window, all })
}

async function calendar(world: World, range: Range): Promise<string> {
  const [centre, now] = [await currentCentre(world), world.clock()]
  const say = phrasing("en", centre, now)
  const entries = (await bookingsIn(world, centre, range)).map((booking) => ({
    ...entryOf({ say, centre, now }, booking),
    summary: `${say.room(booking.room)}: ${booking.member.name}`,
  }))
  return bookingsIcs(entries, { now, centre: centre.name.en })
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
  ...(booking.named.length > 0 && { hostNames: booking.named.map(({ name }) => name) }),
  ...(booking.setup > 0 && { setupMinutes: booking.setup }),
  ...(booking.teardown > 0 && { teardownMinutes: booking.teardown }),
  ...(booking.title !== null && { title: booking.title }),
  ...(Object.keys(booking.show).length > 0 && { show: booking.show }),
})

/** A cell that a spreadsheet would take for a formula is kept from being one. */
const cell = (value: string): string => {
  const safe = /^[\s=+\-@＝＋－＠]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** With a byte-order mark, by which Excel knows that it is UTF-8. */
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
  return `\uFEFF${[header, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`
}
