import { spawnSync } from "node:child_process"
import { beforeEach, describe, expect, test, vi } from "vitest"
import { applyConfiguredCentre } from "../src/configured-centre.js"
import { openBoardAs, staffWith } from "../src/core/board-pass.js"
import { book } from "../src/core/booking.js"
import { sampleCentreText } from "../src/core/centre-file.js"
import { currentCentre } from "../src/core/centre-store.js"
import { join, personAt } from "../src/core/people.js"
import { addWishes } from "../src/core/wishing.js"
import { anchordesk, besideService, complaint, json } from "./support/cli.js"
import { actorFor, addMembers, ask, type TestWorld, testWorld } from "./support/world.js"

/** What each of the operator's commands prints and answers, beside a store that a service has open. */

const now = "2026-11-23T10:00:00+08:00"
const someCode = expect.stringMatching(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/)

describe("the operator's commands", () => {
  const beside = besideService(now)
  const { file, path } = beside
  let world: TestWorld
  beforeEach(() => {
    world = testWorld(beside.store, now)
  })

  test("members and staff: add, invite, list, suspend, resume", async () => {
    const added = (await json("members", "add", "--name", "金記直播", "--plan", "standard")) as { id: string }
    expect(added).toEqual({ id: expect.any(String), inviteCode: someCode })
    const { id } = added
    const line = { id, name: "金記直播", plan: "standard", language: "zh-Hant", status: "active", people: 0 }
    expect(await json("members", "list")).toEqual([line])
    expect(await json("members", "suspend", id)).toEqual({ ...line, status: "suspended" })
    expect(await json("members", "suspend", id)).toEqual({ ...line, status: "suspended" })
    expect(await json("members", "resume", id)).toEqual(line)
    expect(await json("members", "invite", id, "--role", "staff")).toEqual({
      id,
      role: "staff",
      member: "金記直播",
      inviteCode: someCode,
    })
    expect(await json("staff", "invite", "--name", "Lai")).toEqual({ inviteCode: someCode })
    const audit = await beside.store.prisma.audit.findMany({
      orderBy: { id: "asc" },
      where: { entity: { not: "centre" } },
    })
    expect(audit.map(({ action, via }) => `${action} ${via}`)).toEqual(
      ["add", "invite", "suspend", "resume", "invite", "invite"].map((action) => `${action} cli`),
    )
    expect(await complaint("members", "add", "--name", "金記直播", "--plan", "pro")).toContain(`members invite ${id}`)
    expect(await complaint("members", "add", "--name", "A", "--plan", "gold")).toContain("starter, standard, pro")
    expect(await complaint("members", "suspend", "nobody")).toContain("no member has the id nobody")
    expect(await complaint("members", "invite", "nobody")).toContain("no member has the id nobody")
  })

  test("staff: list and remove, with their way in to the board and their calendars", async () => {
    const { inviteCode: code } = (await json("staff", "invite", "--name", "Lai")) as { inviteCode: string }
    const at = new Date(now)
    const joined = await join(world, {
      ...{ platform: "test", userId: "1", address: "test:1", code, name: "Lai", language: "pt", now: at },
    })
    const id = joined.is === "joined" ? joined.actor.person.id : ""
    expect(await json("staff", "list")).toEqual([{ id, name: "Lai", language: "pt", since: at.toISOString() }])
    const pass = await openBoardAs(world, { person: id, now: at })
    expect(await staffWith(world, pass, at)).toMatchObject({ id })
    await beside.store.prisma.staffFeed.create({
      data: { personId: id, room: "*", token: "x".repeat(32), createdAt: at },
    })

    expect(await json("staff", "remove", id)).toEqual({ id, name: "Lai" })
    expect(await json("staff", "list")).toEqual([])
    expect(await staffWith(world, pass, at)).toBeNull()
    expect(await beside.store.prisma.staffFeed.count()).toBe(0)
    expect(await personAt(world, { platform: "test", userId: "1", address: "test:1" })).toMatchObject({
      actor: { person: { id, staff: false } },
    })
    const audit = { action: "staff_remove", via: "cli", entity: `person:${id}` }
    expect(await beside.store.prisma.audit.findMany({ where: { action: "staff_remove" } })).toMatchObject([audit])
    expect(await complaint("staff", "remove", id)).toContain(`nobody of the staff has the id ${id}`)
  })

  test("ballot: open, list, show, draw, call off", async () => {
    await applyConfiguredCentre(world, { centreFile: undefined } as never)
    await addMembers(world, { m1: "standard" })
    const words = ["--name", "12.12", "--day", "2026-12-12", "--hours", "18:00-02:00", "--deadline", "2026-12-08T18:00"]
    const opened = (await json("ballot", "open", ...words, "--wins", "2")) as { id: string }
    const { id } = opened
    expect(opened).toEqual({ id: expect.any(String), told: 1, commitment: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(await complaint("ballot", "open", ...words)).toContain(`ballot ${id} gives out some of those hours`)
    expect(await complaint("ballot", "open", ...words.with(3, "2026-11-12"))).toContain("have begun already")
    expect(await complaint("ballot", "open", ...words.with(5, "18:10-20:00"))).toContain("on the quarter hour")
    expect(await complaint("ballot", "open", ...words.with(7, "2026-12-13T18:00"))).toContain("deadline has to be")
    expect(await complaint("ballot", "open", ...words, "--wins", "6")).toContain("more wins than wishes")
    const start = new Date("2026-12-12T20:00:00+08:00")
    const wish = { room: { room: "s1" }, start, end: new Date("2026-12-12T22:00:00+08:00"), hosts: 1, gear: [] }
    expect(
      await addWishes(world, ask(world, actorFor("m1", "standard")), { ballot: id, wishes: [wish] }),
    ).toMatchObject({
      is: "wished",
    })
    const line = { id, name: "12.12", status: "open", deadline: "2026-12-08T18:00", members: 1 }
    expect(await json("ballot", "list")).toEqual([{ ...line, over: "Sat 12 Dec, 18:00–02:00 (next day)" }])
    const shown = await json("ballot", "show", id)
    expect(shown).toMatchObject({ ballot: id, status: "open", wishes: 5, wins: 2 })
    expect(Object.keys(shown as object)).not.toContain("seed")
    expect(await complaint("ballot", "draw", id)).toContain("members may wish until 2026-12-08T18:00")
    vi.stubEnv("ANCHORDESK_NOW", "2026-12-08T18:00:00+08:00")
    expect(await json("ballot", "draw", id)).toEqual({ id, members: 1, wins: 1, waiting: 0 })
    expect(await complaint("ballot", "draw", id)).toContain("drawn before")
    expect(await complaint("ballot", "off", id)).toContain("not drawn yet")
    const drawn = (await json("ballot", "show", id, "--members")) as { order: string[]; members: object[] }
    expect(drawn.members).toEqual([{ ticket: drawn.order[0], member: "Member m1" }])
    const redrawn = spawnSync(process.execPath, ["scripts/redraw.mjs"], {
      input: JSON.stringify(drawn),
      encoding: "utf8",
    })
    expect(redrawn).toMatchObject({ status: 0, stdout: `${drawn.order.join("\n")}\n`, stderr: "" })
    const next = (await json(
      "ballot",
      "open",
      ...words.with(3, "2026-12-13").with(7, "2026-12-09T18:00"),
      "--no-announce",
    )) as {
      id: string
    }
    expect(next).toMatchObject({ told: 0 })
    expect(await json("ballot", "off", next.id)).toEqual({ id: next.id, members: 0 })
    expect(await complaint("ballot", "show", "none")).toContain("ballot list shows them")
  })

  test("bookings: list, and export for a spreadsheet and a calendar", async () => {
    await applyConfiguredCentre(world, { centreFile: undefined } as never)
    await addMembers(world, { m1: "standard" })
    await beside.store.prisma.member.update({ where: { id: "m1" }, data: { name: "=cmd|' /C calc'!A0, 金記" } })
    const actor = { ...actorFor("m1", "standard") }
    const wish = {
      room: { room: "s1" },
      start: new Date("2026-11-24T15:00:00+08:00"),
      end: new Date("2026-11-24T17:00:00+08:00"),
      hosts: 2,
      gear: [{ id: "ring-light", quantity: 2 }],
    }
    expect(await book(world, ask(world, actor), wish)).toMatchObject({ is: "booked" })
    const line = {
      id: expect.any(String),
      member: "=cmd|' /C calc'!A0, 金記",
      room: "Studio 1",
      start: "2026-11-24T15:00",
      end: "2026-11-24T17:00",
      hosts: 2,
      gear: [{ name: "ring light", quantity: 2 }],
      status: "confirmed",
    }
    expect(await json("bookings", "list")).toEqual([line])
    expect(await json("bookings", "list", "--from", "2026-11-25")).toEqual([])
    const range = ["--from", "2026-11-24", "--to", "2026-11-24"]
    expect(await json("bookings", "export", ...range)).toEqual([line])
    const sheet = await anchordesk("bookings", "export", ...range)
    expect(sheet.stdout).toMatch(/^\uFEFFid,member,room,start,end,hosts,gear,status\r\n/)
    expect(sheet.stdout).toContain(`,"'=cmd|' /C calc'!A0, 金記",Studio 1,2026-11-24T15:00,`)
    const calendar = await anchordesk("bookings", "export", ...range, "--format", "ics")
    expect(calendar.stdout).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*SUMMARY:Studio 1: =cmd[\s\S]*END:VCALENDAR\r\n$/)
    expect(await complaint("bookings", "list", "--from", "24/11")).toContain("a day like 2026-11-24")
    expect(await complaint("bookings", "export", "--from", "2026-11-24")).toContain("--to")
    const backwards = ["--from", "2026-11-24", "--to", "2026-11-23"]
    expect(await complaint("bookings", "export", ...backwards)).toContain("is before the first, 2026-11-24")
  })

  test("centre, notices, digest and backup print what the design says", async () => {
    const changed = file("centre.yaml", sampleCentreText().replace("floor: 52", "floor: 50"))
    expect(await json("centre", "apply", changed, "--dry-run")).toEqual({
      is: "could_be_applied",
      changes: ["floor: 52 to 50"],
      kept: [],
    })
    expect((await anchordesk("centre", "apply", changed, "--dry-run")).stdout).toBe(
      "floor: 52 to 50\nIt could be applied.\n",
    )
    expect(await json("centre", "apply", changed)).toEqual({ is: "applied", version: 2 })
    expect((await anchordesk("centre", "apply", changed, "--dry-run")).stdout).toBe("Nothing would change.\n")
    expect(await json("centre", "apply", changed)).toEqual({ is: "unchanged", version: 2 })
    expect(await json("centre", "show")).toMatchObject({ floor: 50, zone: "Asia/Macau", version: 2 })
    expect(await json("notices")).toEqual([])
    expect(await json("digest", "--language", "en")).toMatchObject({ day: "2026-11-23", text: expect.any(String) })
    expect(await json("backup", path("desk.backup"))).toMatchObject({ file: path("desk.backup") })
    expect(await complaint("centre", "apply", path("none.yaml"))).toContain("there is no such file")
    expect(await complaint("centre", "apply", file("bad.yaml", "floor: many"))).toContain("bad.yaml:1: floor")
    expect(await complaint("restore", path("none.backup"))).toContain("none.backup: there is no such file")
    expect(await complaint("backup", path("none/desk.backup"))).toContain(
      "desk.backup: there is no such file or folder",
    )
  })

  test("understand goes by the centre's clock where no zone is said", async () => {
    const read = (at: string) => json("understand", "book studio 2 tomorrow 3pm for an hour", "--now", at)
    const expected = { start: "2026-11-24T15:00", end: "2026-11-24T16:00", room: "Studio 2", intent: "book" }
    // By UTC, which is what a machine's clock may be in, it would already be the day after.
    for (const at of ["2026-11-23T23:30", "2026-11-23T23:30:30", "2026-11-23T15:30Z"])
      expect(await read(at)).toMatchObject(expected)
    expect(await complaint("understand", "hi", "--now", "tomorrow")).toContain("2026-11-23T10:00+08:00")
    const messages = file("messages.tsv", "\uFEFFen\twho is in?\nzh-Hant\t聽日下晝三點訂2號房兩個鐘\n")
    const { stdout } = await anchordesk("understand", "--file", messages, "--now", "2026-11-23T10:00")
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{}, { start: "2026-11-24T15:00" }])
    expect(await complaint("understand", "--file", file("bad.tsv", "hello"))).toContain("bad.tsv:1")
    expect(await complaint("understand")).toContain("say what to understand")
  })

  test("help and version are no errors; what is not known is one", async () => {
    expect(await anchordesk("--version")).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
    expect(await anchordesk()).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("members") })
    for (const group of [
      "members",
      "centre",
      "bookings",
      "staff",
      "understand",
      "doctor",
      "backup",
      "restore",
      "digest",
    ])
      expect(await anchordesk(group, "--help")).toMatchObject({ code: 0, stdout: expect.stringContaining("Usage") })
    expect(await complaint("book")).toContain("unknown command 'book'")
    expect(await complaint("members", "lst")).toContain("unknown command 'lst'")
    expect(await complaint("members", "list", "--jsn")).toContain("(Did you mean --json?)")
    expect(await complaint("members")).toContain("Usage: anchordesk members")
    vi.stubEnv("PORT", "many")
    expect(await complaint("members", "list")).toBe("anchordesk: PORT: expected a port from 0 to 65535\n")
    vi.stubEnv("PORT", "0")
    vi.stubEnv("DATABASE_URL", "postgres://u:hunter2@127.0.0.1:1/none")
    expect(await complaint("members", "list")).toMatch(/ECONNREFUSED/)
  })

  test("a centre file that is named and missing is told at once; the one by default need not be there", async () => {
    vi.stubEnv("CENTRE_FILE", path("none.yaml"))
    expect(await complaint("members", "list")).toBe(
      `anchordesk: CENTRE_FILE: expected a file, and there is none at ${path("none.yaml")}\n`,
    )
    vi.stubEnv("CENTRE_FILE", "")
    expect(await json("members", "list")).toEqual([])
  })

  test("a start applies its file when that has changed, and else leaves what was applied since", async () => {
    const config = { centreFile: file("centre.yaml", sampleCentreText()) } as never
    const floor = async () => (await currentCentre(world, { fresh: true })).floor
    expect(await applyConfiguredCentre(world, config)).toMatchObject({ is: "applied", version: 1 })
    await json("centre", "apply", file("other.yaml", sampleCentreText().replace("floor: 52", "floor: 50")))
    expect(await applyConfiguredCentre(world, config)).toEqual({ is: "kept" })
    expect(await floor()).toBe(50)
    file("centre.yaml", sampleCentreText().replace("floor: 52", "floor: 60"))
    expect(await applyConfiguredCentre(world, config)).toMatchObject({ is: "applied" })
    expect(await floor()).toBe(60)
  })
})
