import { expect } from "vitest"
import type { Parcel, Person } from "../driver.js"
import { card, done, read, type Stage } from "../stage.js"
import type { Cases } from "../suite.js"

/** One delivery, one effect, however it comes. */

/** Somebody with the card before them, and the tap that books. */
async function atTheCard(stage: Stage): Promise<{ ana: Person; confirm: Parcel }> {
  const ana = await stage.member()
  await done(stage, ana, ana.says("book Studio 2 tomorrow 3-5pm, 2 hosts"))
  return { ana, confirm: ana.presses("Confirm") }
}

async function bookedOnce(stage: Stage, ana: Person): Promise<void> {
  await stage.quiet()
  expect(await stage.bookings()).toHaveLength(1)
  expect(card(ana).text).toMatch(/^Booked\./)
  expect(read(ana).match(/^Booked\./gm)).toHaveLength(1)
}

async function again(stage: Stage, times: number): Promise<void> {
  const { ana, confirm } = await atTheCard(stage)
  for (let n = 0; n < times; n++) {
    await confirm()
    await stage.quiet()
  }
  await bookedOnce(stage, ana)
  const before = ana.sees().length
  const ask = ana.says("my bookings")
  for (let n = 0; n < times; n++) expect(await done(stage, ana, ask)).toHaveLength(before + 1)
}

export const deliveryCases: Cases = {
  "the same delivery twice has one effect and one answer": (stage) => again(stage, 2),

  "the same delivery five times has one effect and one answer": (stage) => again(stage, 5),

  "the same delivery five times at once has one effect and one answer": async (stage) => {
    const { ana, confirm } = await atTheCard(stage)
    await Promise.all([confirm(), confirm(), confirm(), confirm(), confirm()])
    await bookedOnce(stage, ana)
  },

  "the same delivery after a restart has no second effect": async (stage) => {
    const { ana, confirm } = await atTheCard(stage)
    await done(stage, ana, confirm)
    await stage.restart()
    await done(stage, ana, confirm)
    expect(await stage.bookings()).toHaveLength(1)
    expect(card(ana).text).toMatch(/^Booked\./)
  },

  "a first delivery that was lost is made up for by the next": async (stage) => {
    const { ana, confirm } = await atTheCard(stage)
    await stage.session.stop()
    await confirm().catch(() => {})
    expect(await stage.bookings()).toEqual([])
    await stage.restart()
    await confirm()
    await bookedOnce(stage, ana)
  },
}
