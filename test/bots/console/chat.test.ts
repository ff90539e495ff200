import { rmSync } from "node:fs"
import { PassThrough, Writable } from "node:stream"
import { afterEach, expect, test, vi } from "vitest"
import { rendered } from "../../../src/bots/console/render.js"
import { run } from "../../../src/cli.js"
import { deliver } from "../../../src/core/desk/deliver.js"
import { createDesk } from "../../../src/core/desk/desk.js"
import { invite } from "../../../src/core/invitations.js"
import { openStore } from "../../../src/core/store/open.js"
import { deskCentre } from "../../support/desk-centre.js"
import { silent } from "../../support/log.js"
import { freshDataDir, withCentre } from "../../support/store.js"
import { addMembers, testWorld } from "../../support/world.js"

const now = "2026-11-23T10:00:00+08:00"
afterEach(() => vi.unstubAllEnvs())

test("`chat` beside the service: join, book, and be told what the service cannot say here", async () => {
  const dataDir = await freshDataDir()
  const store = await openStore({ dataDir, log: silent })
  const world = testWorld(store, now)
  await withCentre(store, deskCentre, world.now)
  await addMembers(world, { lotus: "standard" })
  const code = await invite(
    world,
    { kind: "member", memberId: "lotus", role: "owner" },
    { now: world.now, via: "test" },
  )
  for (const [name, value] of Object.entries({ DATA_DIR: dataDir, ANCHORDESK_DEMO: "1", ANCHORDESK_NOW: now }))
    vi.stubEnv(name, value)
  let shown = ""
  const stdin = new PassThrough()
  const stdout = new Writable({
    write(chunk, _, done) {
      shown += String(chunk)
      done()
    },
  })
  const chat = run(["chat", "--as", "ana", "--language", "en"], { stdin, stdout, stderr: stdout })
  const sees = (text: string) => expect.poll(() => shown).toContain(text)

  stdin.write(`join ${code}\nbook Studio 2 today 10:30-11:30am, 1 host\n`)
  await sees("Shall I book this?")
  const [, confirm] = /\[(\d+)\] Confirm/.exec(shown) ?? []
  stdin.write(`${confirm}\n`)
  await sees("Booked.")
  await sees("(file: ")

  // The service has no terminal: it gives the notice back, and the chat says it.
  const { prisma } = store
  await prisma.notice.updateMany({ data: { dueAt: world.now } })
  const service = { phrase: createDesk(world).phrase, send: async () => null }
  expect(await deliver(world, service)).toBeGreaterThan(0)
  await sees("Reminder")
  stdin.end("my bookings\n")
  expect(await chat).toBe(0)
  expect(await prisma.notice.count({ where: { state: "sent" } })).toBeGreaterThan(0)
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test("what a terminal would obey never reaches it", () => {
  const evil = "\u001b[2J\u009b31m\u0007a\rb"
  const reply = { text: [[{ bold: evil }, "\n"]], buttons: [[{ label: evil, press: "p" }]] }
  const { text } = rendered(reply, { next: 1, keep: () => "" })
  expect(text).toBe(" [2J 31m a b \n[1]  [2J 31m a b")
})
