import { expect } from "vitest"
import type { Person, Place } from "../driver.js"
import { done, type Stage } from "../stage.js"
import type { Cases } from "../suite.js"

/** One group that everybody is in. */

const groupOf = (person: Person): Place => {
  if (!person.group) throw new Error("there are no groups")
  return person.group
}
/** Everything somebody reads, alone and in the group. */
const reads = (person: Person): string =>
  [...person.sees(), ...groupOf(person).sees()].map(({ text }) => text).join("\n")

/** Books in front of the group, wherever the platform shows the card. */
async function bookInGroup(stage: Stage, person: Person): Promise<void> {
  const group = groupOf(person)
  await done(stage, person, group.says("book Studio 2 tomorrow 3-5pm, 2 hosts", { addressed: true }))
  const there = group.sees().some(({ buttons }) => buttons.some(({ label }) => label === "Confirm"))
  await done(stage, person, (there ? group : person).presses("Confirm"))
}

export const groupCases: Cases = {
  "in a group the desk answers only when it is addressed": async (stage) => {
    const ana = await stage.member()
    const before = reads(ana)
    await done(stage, ana, groupOf(ana).says("what is free tomorrow?", { addressed: false }))
    expect(reads(ana)).toBe(before)
    await done(stage, ana, groupOf(ana).says("what is free tomorrow?", { addressed: true }))
    expect(reads(ana)).not.toBe(before)
  },

  "in a group one member's affairs are not shown to another": async (stage) => {
    const [ana, bo] = [await stage.member("Ana"), await stage.member("Bo")]
    await bookInGroup(stage, ana)
    expect(await stage.bookings()).toHaveLength(1)
    expect(reads(ana)).toContain("Booked.")
    expect(reads(bo)).not.toMatch(/15:00–17:00|Booked\./)
  },

  "in a group a tap is its presser's, whoever asked": async (stage) => {
    const [ana, bo] = [await stage.member("Ana"), await stage.member("Bo")]
    await bookInGroup(stage, ana)
    await done(stage, ana, groupOf(ana).says("help", { addressed: true }))
    const before = reads(bo)
    await done(stage, bo, groupOf(bo).presses("My bookings"))
    expect(reads(bo), "it is answered").not.toBe(before)
    expect(reads(bo)).not.toMatch(/15:00–17:00/)
    await done(stage, ana, groupOf(ana).presses("My bookings"))
    expect(reads(ana)).toMatch(/15:00–17:00/)
  },
}
