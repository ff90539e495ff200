import { readFileSync, writeFileSync } from "node:fs"
import { expect } from "vitest"
import { rollOver } from "../../src/core/allowance.js"
import { applyCentre, currentCentre } from "../../src/core/centre-store.js"
import { lookAfterCourses } from "../../src/core/course-tick.js"
import type { Desk } from "../../src/core/desk/desk.js"
import type { Reply, Said, Span, Turn } from "../../src/core/desk/turn.js"
import { drawDue } from "../../src/core/draw.js"
import { freeExpired } from "../../src/core/holds.js"
import { after, hour } from "../../src/core/interval.js"
import { invite } from "../../src/core/invitations.js"
import { languageSchema } from "../../src/core/language.js"
import { nudge, releaseNoShows } from "../../src/core/no-shows.js"
import { serveWaitlist } from "../../src/core/offers.js"
import { refreshCards } from "../../src/core/request-cards.js"
import { lapseRequests } from "../../src/core/requests.js"
import { fixRooms } from "../../src/core/room-numbers.js"
import type { TestWorld } from "./world.js"

/**
 * Conversations as plain text, read top to bottom like a chat:
 *
 *     = 2026-11-23T10:00                  the clock, in Macau
 *     @ Ana, member Lotus Live, standard, en
 *     @ Boss, staff, en
 *     @ Zoe, stranger zh-hans             what her platform says about her language
 *     ! code for Lotus Live               makes an invitation, written as {code} from then on
 *     > Ana: book Studio 2 tomorrow
 *     > Ana [Confirm]                     presses the newest button of that label; `[Confirm] before` the one before,
 *                                         `[Confirm] first` the oldest
 *     > Ana {show {id of Bo}}             sends raw button data; {id of Bo} is the id of Bo's newest booking, of several as new the one that begins last
 *     > Ana <date=2026-11-24 time=15:00>  submits the booking form
 *     > Boss in Floor: /today             in a group, addressed; `[Confirm]` presses what the group was sent
 *     ! deliver                           sends what is due
 *     ! tick                              what the service does each minute
 *     ! yes for studio-7, over 300 min    from now on the centre wants a yes for these rooms, and for sessions longer than that
 *     < a new message, line by line
 *     ~ a message shown in place of the one that was pressed
 *     < (Ana only) …                      in a group, for the speaker alone
 *
 * What is expected is the whole answer. Steps that expect nothing must be answered with nothing.
 */

type Script = { line: number; step: string; expected: string[] }[]

export function readScript(text: string): Script {
  const steps: Script = []
  text.split("\n").forEach((raw, index) => {
    const line = raw.trimEnd()
    if (line === "" || line.startsWith("#")) return
    if (/^[<~]/.test(line)) steps.at(-1)?.expected.push(line)
    else steps.push({ line: index + 1, step: line, expected: [] })
  })
  return steps
}

/** The script with what was really answered; comments and blank lines stay. */
function rewritten(text: string, actual: ReadonlyMap<number, readonly string[]>): string {
  return text
    .split("\n")
    .flatMap((line, index) => (/^[<~]/.test(line) ? [] : [line, ...(actual.get(index + 1) ?? [])]))
    .join("\n")
}

type Button = { label: string; press: string }

/** Set, what is answered is written into the scripts, to be read and judged like any other change. */
export const rewriting = process.env.REWRITE_CONVERSATIONS !== undefined

/** Plays the script in a file from top to bottom; every answer must be the one that is written there, `as` it then is. */
export async function playFile(
  file: string,
  play: (step: string) => Promise<string[]>,
  as: (line: string) => string = (line) => line,
): Promise<void> {
  const text = readFileSync(file, "utf8")
  const actual = new Map<number, readonly string[]>()
  for (const { line, step, expected } of readScript(text)) {
    const answer = await play(step)
    actual.set(line, answer)
    if (!rewriting) expect(answer.map(as), `${file}:${line} ${step}`).toEqual(expected.map(as))
  }
  if (rewriting) writeFileSync(file, rewritten(text, actual))
}

/** Plays scripts against a desk on a real store. `typing`: what was answered last is not pressed but written out, word for word. */
export function player(world: TestWorld, desk: Desk, { typing = false } = {}) {
  const pressed = new Map<string, Button[]>()
  const answered = new Map<string, Button[]>()
  const hints = new Map<string, string>()
  let turns = 0
  let code = ""
  let last: Turn | undefined

  const remember = (name: string, replies: readonly Reply[]) => {
    const seen = buttonsOf(replies)
    pressed.set(name, [...seen.toReversed(), ...(pressed.get(name) ?? [])])
  }

  const hear = async (name: string, said: Said, group?: string): Promise<string[]> => {
    turns += 1
    last = {
      key: `test:${turns}`,
      platform: "test",
      from: { id: name, name, ...(hints.has(name) ? { language: hints.get(name) ?? "" } : {}) },
      chat: group
        ? { address: `test:${group}`, kind: "group", title: group }
        : { address: `test:${name}`, kind: "private" },
      ...(group ? { direct: `test:${name}` as const } : {}),
      addressed: true,
      said,
    }
    return again(name)
  }

  const again = async (name: string): Promise<string[]> => {
    if (!last) throw new Error("nothing was said yet")
    const replies = await desk.hear(last)
    remember(name, replies)
    if (replies.some(({ buttons = [] }) => buttons.length > 0)) answered.set(name, buttonsOf(replies))
    return replies.flatMap((reply) => drawn(reply, name)).map(hidden)
  }

  /** A code is another each time: it is read off, and written as {code}. So is the seed of a ballot. */
  const hidden = (line: string): string =>
    line.replace(/[0-9a-f]{64}/, "{sha256}").replace(/(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}/, (found) => {
      code = found
      return "{code}"
    })

  const deliver = async (): Promise<string[]> => {
    // Different chats are served side by side: only the order within one means anything.
    const said = new Map<string, string[]>()
    let sent = 0
    await desk.deliver(async (address, reply) => {
      const name = address.slice("test:".length)
      remember(name, [reply])
      said.set(name, [...(said.get(name) ?? []), `< (to ${name})`, ...drawn(reply, name)])
      return { is: "sent", message: String(++sent) }
    })
    return [...said.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, lines]) => lines)
  }

  const filled = async (text: string): Promise<string> => {
    const [whole, name] = /\{id of (\w+)\}/.exec(text) ?? []
    const booking = name
      ? await world.store.prisma.booking.findFirstOrThrow({
          where: { madeById: `p-${name}` },
          orderBy: [{ createdAt: "desc" }, { startsAt: "desc" }],
        })
      : null
    return text.replace("{code}", code).replace(whole ?? "\0", booking?.id ?? "")
  }

  /** In a group: what was sent to all, or else what they alone were answered there. */
  const press = (name: string, label: string, { place, group }: { place: number; group: string | undefined }) => {
    const seen = [...(group ? (pressed.get(group) ?? []) : []), ...(pressed.get(name) ?? [])]
    const button = seen.filter((one) => one.label === label).at(place)
    if (!button) throw new Error(`${name} sees no button [${label}]`)
    const same = (answered.get(name) ?? []).filter((one) => one.label === label)
    const written = typing && !group && same.length > 0 && same.every(({ press }) => press === button.press)
    // Which offer is taken or passed, of several, is asked.
    if (written && !/^(?:take|pass) /.test(button.press)) return hear(name, { kind: "text", text: label })
    return hear(name, { kind: "press", data: button.press }, group)
  }

  return async (step: string): Promise<string[]> => {
    if (step.startsWith("= ")) {
      const before = world.now
      world.now = new Date(`${step.slice(2)}:00+08:00`)
      // What was said so long ago is pressed.
      if (world.now > after(before, 2 * hour)) answered.clear()
      return []
    }
    if (step.startsWith("@ ")) {
      await addPerson(world, step.slice(2), hints)
      return []
    }
    if (step === "! tick") return tick(world)
    if (step === "! deliver") return deliver()
    if (step.startsWith("! yes for ")) return wantYes(world, step.slice("! yes for ".length).split(", "))
    if (step === "! again") return again(last?.from.id ?? "")
    if (step.startsWith("! code for ")) {
      const member = step.slice("! code for ".length)
      const found = await world.store.prisma.member.findUnique({ where: { name: member } })
      code = await invite(
        world,
        found ? { kind: "member", memberId: found.id, role: "owner" } : { kind: "staff", name: member },
        { now: world.now, via: "test" },
      )
      return []
    }
    const [, name = "", group, rest = ""] = /^> (\w+)(?: in (\w+))?(:? ?.*)$/su.exec(step) ?? []
    const text = await filled(rest.replace(/^:/, "").trim())
    if (rest.startsWith(":"))
      return hear(name, { kind: "text", text: JSON.parse(`"${text.replaceAll('"', '\\"')}"`) }, group)
    const label = /^\[(.+)\]( first| before)?$/u.exec(text)
    const place = label?.[2] === " first" ? -1 : label?.[2] === " before" ? 1 : 0
    if (label) return press(name, label[1] ?? "", { place, group })
    const raw = /^\{(.*)\}$/su.exec(text)
    if (raw) return hear(name, { kind: "press", data: raw[1] ?? "" }, group)
    const form = /^<(.*)>$/u.exec(text)
    if (form) {
      const values = Object.fromEntries((form[1] ?? "").split(" ").map((pair) => pair.split("=") as [string, string]))
      return hear(name, { kind: "form", form: "book", values }, group)
    }
    const other = /^sends a (sticker|voice|photo|file|location)$/.exec(text)
    if (other) return hear(name, { kind: "other", what: other[1] as "sticker" }, group)
    throw new Error(`not a step: ${step}`)
  }
}

/** What the service does each minute. */
async function tick(world: TestWorld): Promise<string[]> {
  // It was there all the while.
  await world.store.prisma.pulse.updateMany({ data: { at: world.now } })
  await freeExpired(world, world.now)
  await rollOver(world, await currentCentre(world), world.now)
  await fixRooms(world, world.now)
  await lapseRequests(world, world.now)
  await refreshCards(world, world.now)
  await releaseNoShows(world, world.now)
  await nudge(world, world.now)
  await drawDue(world, world.now)
  await serveWaitlist(world, world.now)
  await lookAfterCourses(world, world.now)
  return []
}

async function wantYes(world: TestWorld, what: readonly string[]): Promise<string[]> {
  const longerThan = what.flatMap((one) => /^over (\d+) min$/.exec(one)?.[1] ?? [])
  const rooms = what.filter((one) => !one.startsWith("over "))
  const { version: _, ...centre } = await currentCentre(world)
  const approvals = {
    classes: [],
    rooms,
    dates: [],
    notice: 60,
    ...(longerThan[0] ? { longerThan: Number(longerThan[0]) } : {}),
  }
  await applyCentre(world, { ...centre, approvals }, { now: world.now, via: "test" })
  return []
}

const buttonsOf = (replies: readonly Reply[]): Button[] =>
  replies
    .flatMap((reply) => reply.buttons?.flat() ?? [])
    .flatMap((button) => ("press" in button ? [{ label: button.label, press: button.press }] : []))

const spanText = (span: Span): string =>
  typeof span === "string" ? span : "bold" in span ? span.bold : "code" in span ? span.code : span.link

function drawn(reply: Reply, name: string): string[] {
  const mark = reply.edit ? "~" : "<"
  const lines = [
    ...(reply.private ? [`(${name} only)`] : []),
    ...reply.text.map((line) => line.map(spanText).join("")),
    ...(reply.form ? [`(form: ${reply.form.fields.map((field) => field.name).join(", ")})`] : []),
    ...(reply.picture ? ["(picture)"] : []),
    ...(reply.file ? [`(file: ${reply.file.type.split(";")[0]})`] : []),
    ...(reply.buttons ?? []).map((row) => row.map((button) => `[${button.label}]`).join(" ")),
  ]
  return lines.map((line) => `${mark} ${line}`.trimEnd())
}

async function addPerson(world: TestWorld, line: string, hints: Map<string, string>): Promise<void> {
  const [name = "", kind = "", ...rest] = line.split(", ")
  const { prisma } = world.store
  if (kind.startsWith("stranger")) {
    const hint = kind.slice("stranger".length).trim()
    if (hint) hints.set(name, hint)
    return
  }
  const language = languageSchema.parse(rest.at(-1))
  const id = `p-${name}`
  await prisma.person.create({ data: { id, name, language, staff: kind === "staff", createdAt: world.now } })
  await prisma.account.create({
    data: {
      id: `a-${name}`,
      platform: "test",
      userId: name,
      address: `test:${name}`,
      personId: id,
      createdAt: world.now,
    },
  })
  if (!kind.startsWith("member ")) return
  const member = kind.slice("member ".length)
  const found = await prisma.member.upsert({
    where: { name: member },
    create: { id: world.newId(), name: member, planId: rest[0] ?? "standard", language, createdAt: world.now },
    update: {},
  })
  await prisma.personMember.create({ data: { personId: id, memberId: found.id, role: "owner" } })
  await prisma.person.update({ where: { id }, data: { actingForId: found.id } })
}
