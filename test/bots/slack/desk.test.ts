import { beforeAll, beforeEach, describe, expect, test } from "vitest"
import { planDigests } from "../../../src/core/channels.js"
import { createDesk } from "../../../src/core/desk/desk.js"
import { invite } from "../../../src/core/invitations.js"
import type { Store } from "../../../src/core/store/open.js"
import { deskCentre } from "../../support/desk-centre.js"
import { empty, sharedStore, withCentre } from "../../support/store.js"
import { addMembers, type TestWorld, testWorld } from "../../support/world.js"
import { stage, ways } from "./setup.js"

/** The real desk on a real store, through real Bolt: what a member and staff live through on Slack. */
describe.each(ways)("the desk on Slack over %s", (way) => {
  let store: Store
  let world: TestWorld
  beforeAll(async () => {
    store = await sharedStore("pglite")
  })
  beforeEach(async () => {
    await empty(store)
    world = testWorld(store, "2026-11-23T10:00:00+08:00")
    await withCentre(store, deskCentre, world.now)
    await addMembers(world, { lotus: "standard" })
  })

  const open = async () => {
    const desk = createDesk(world)
    const staged = await stage(way, desk.hear)
    const code = await invite(
      world,
      { kind: "member", memberId: "lotus", role: "owner" },
      { now: world.now, via: "test" },
    )
    return { ...staged, desk, code }
  }
  const bookings = () =>
    world.store.prisma.booking.findMany({ where: { status: "confirmed" }, orderBy: { startsAt: "asc" } })

  test("a press that reaches another replica too, or comes again after a restart, books once", async () => {
    const { fake, code, desk, platform } = await open()
    const ann = fake.person("U0ANN", { locale: "en-US" })
    await ann.command(`join ${code}`)
    await fake.until(() => ann.last())
    await ann.says("book Studio 2 tomorrow 3-5pm, 2 hosts")
    await fake.until(() => ann.last()?.labels.includes("Confirm"), "the card")
    const confirm = ann.parcels.press("Confirm")
    const other = await stage(way, desk.hear)
    other.fake.person("U0ANN")
    await Promise.all([fake.courier.deliver(confirm), other.fake.courier.deliver(confirm)])
    await platform.stop()
    await other.platform.stop()
    expect(other.turns, "both were heard").toHaveLength(1)
    expect(await bookings()).toHaveLength(1)
  })

  test("books by the form from the home, which then shows it; looking at the home forgets nothing", async () => {
    const { fake, code } = await open()
    const ann = fake.person("U0ANN", { locale: "pt-PT" })
    await ann.command(`join ${code}`)
    await fake.until(() => ann.last())
    await ann.opensHome()
    await fake.until(() => ann.home())
    const [book = ""] = ann.home()?.labels ?? []
    await ann.pressesAtHome(book)
    await fake.until(() => ann.dialog()?.view.callback_id === "book", "the form")
    await ann.submits({
      date: "2026-11-24",
      time: "15:00",
      minutes: "120",
      room: "room:studio-2",
      hosts: "2",
      gear: ["ring-light*2"],
    })
    await fake.until(() => ann.last()?.text.includes("15:00"), "the card")
    await ann.opensHome()
    await fake.until(() => fake.calls("views.publish").length >= 3, "the home again")
    await ann.says("sim")
    await fake.until(() => ann.sees().some(({ files }) => files?.length), "the calendar file")
    expect(await bookings()).toMatchObject([{ roomId: "studio-2", hosts: 2 }])
    await ann.opensHome()
    await fake.until(() => ann.home()?.labels.some((label) => label.includes("15:00")), "the booking at home")
  })

  test("the home shows a member the hours left, and staff today's floor", async () => {
    const { fake, code } = await open()
    const [ann, lai] = [fake.person("U0ANN"), fake.person("U0LAI")]
    await ann.command(`join ${code}`)
    await fake.until(() => ann.last())
    await ann.says("book Studio 2 today 8-9pm, 2 hosts")
    await fake.until(() => ann.last()?.labels.includes("Confirm"))
    await ann.presses("Confirm")
    await ann.opensHome()
    await fake.until(() => ann.home()?.text.includes("39 hours left"), "the hours")
    const staff = await invite(world, { kind: "staff", name: "Lai" }, { now: world.now, via: "test" })
    await lai.command(`join ${staff}`)
    await fake.until(() => lai.last())
    await lai.opensHome()
    await fake.until(() => /Today.*\n.*1 session/.test(lai.home()?.text ?? ""), "the floor")
  })

  test("a staff channel that is archived is reported, and ends nothing", async () => {
    const { fake, desk, platform } = await open()
    const warned: unknown[] = []
    world.log = { ...world.log, warn: (...entry: unknown[]) => void warned.push(entry) }
    const lai = fake.person("U0LAI")
    fake.channel("C0STAFF", { members: [lai.id] })
    const staff = await invite(world, { kind: "staff", name: "Lai" }, { now: world.now, via: "test" })
    await lai.command(`join ${staff}`)
    await fake.until(() => lai.last())
    await lai.command("digest here 10:05", "C0STAFF")
    await fake.until(() => lai.last("C0STAFF"))
    await world.store.prisma.channel.findUniqueOrThrow({ where: { address: "slack:C0STAFF" } })
    world.now = new Date("2026-11-23T10:06:00+08:00")
    await planDigests(world, world.now)
    fake.world.channels.set("C0STAFF", { id: "C0STAFF", name: "staff", members: new Set([lai.id]), archived: true })
    await desk.deliver((address, reply) => platform.send(address, reply))
    expect(JSON.stringify(warned)).toContain("is_archived")
    await lai.says("help")
    await fake.until(() => lai.last())
  })

  test("in a channel, one member's affairs are for that member's eyes", async () => {
    const { fake, code } = await open()
    const [ann, bob] = [fake.person("U0ANN"), fake.person("U0BOB")]
    fake.channel("C0HALL", { members: [ann.id, bob.id] })
    await ann.command(`join ${code}`)
    await fake.until(() => ann.last())
    await ann.mentions("C0HALL", "book Studio 2 tomorrow 3-5pm, 2 hosts")
    await fake.until(() => ann.last("C0HALL")?.labels.includes("Confirm"), "the card")
    expect(bob.sees("C0HALL")).toEqual([])
    await ann.presses("Confirm", { channel: "C0HALL" })
    await fake.until(() => ann.last("C0HALL")?.text.startsWith("Booked"), "the confirmation")
    expect(bob.sees("C0HALL")).toEqual([])
    expect(ann.sees("C0HALL")[0]?.edits, "the card became the confirmation").toBe(1)
  })

  test("is reminded, on the one address that a person has wherever they spoke last", async () => {
    const { fake, code, desk, platform } = await open()
    const ann = fake.person("U0ANN")
    await ann.command(`join ${code}`)
    await fake.until(() => ann.last())
    await ann.says("book Studio 2 today 8-9pm, 1 host")
    await fake.until(() => ann.last()?.labels.includes("Confirm"))
    await ann.presses("Confirm")
    await fake.until(() => ann.sees().some(({ files }) => files?.length))
    world.now = new Date("2026-11-23T19:00:30+08:00")
    const before = ann.sees().length
    await desk.deliver((address, reply) => platform.send(address, reply))
    expect(ann.sees().length).toBeGreaterThan(before)
    expect(await world.store.prisma.account.findMany({ where: { platform: "slack" } })).toMatchObject([
      { userId: "T0TEAM01:U0ANN", address: "slack:U0ANN" },
    ])
  })
})
