import { beforeEach, expect, test } from "vitest"
import { createDesk } from "../../../src/core/desk/desk.js"
import type { Reply, Turn } from "../../../src/core/desk/turn.js"
import { player } from "../../support/conversation.js"
import { deskCentre } from "../../support/desk-centre.js"
import { describeEachStore, withCentre } from "../../support/store.js"
import { testWorld } from "../../support/world.js"

/** Buttons too long to carry their command rest on the draft; the same tap delivered again is answered as it was first. */

const gear = "2 hosts, 2 ring lights, 1 camera, 1 green screen"

await describeEachStore("a long button whose tap comes again", (store) => {
  let say: (step: string) => Promise<string[]>
  let hear: (turn: Turn) => Promise<readonly Reply[]>
  const heard: { turn: Turn; replies: readonly Reply[] }[] = []

  beforeEach(async () => {
    const world = testWorld(store(), "2026-11-30T10:00:00+08:00")
    await withCentre(store(), deskCentre, world.now)
    const desk = createDesk(world)
    hear = desk.hear
    say = player(world, {
      ...desk,
      hear: async (turn) => {
        const replies = await desk.hear(turn)
        heard.push({ turn, replies })
        return replies
      },
    })
    await say("@ Ana, member Lotus Live, standard, en")
    await say("@ Bo, member Jade Beauty, standard, en")
    await say("@ Boss, staff, en")
  })

  const story = (replies: readonly Reply[]) => replies.map(({ text, toast }) => ({ text, toast }))

  test.each([
    [
      "a place in line",
      ["> Bo: Studio 2 tomorrow 3-5pm, 1 host", "> Bo: yes", `> Ana: Studio 2 tomorrow 3-5pm, ${gear}`],
      "Waitlist",
    ],
    ["a word to the staff", [`> Ana: ${"hmpf zzz ".repeat(9)}`], "Talk to staff"],
    [
      "a wish",
      [
        "> Boss: /ballot 12.12 6pm-midnight until 8 December 6pm",
        "> Boss [Open, tell everyone]",
        `> Ana: Studio 2 12 December 8-10pm, ${gear}`,
      ],
      "Wish for this",
    ],
  ])("%s", async (_, before, label) => {
    for (const step of before) await say(step)
    await say(`> Ana [${label}]`)
    const tap = heard.at(-1)
    if (tap?.turn.said.kind !== "press") throw new Error("no tap")
    expect(tap.turn.said.data).toMatch(/^~/)
    // Another message's long buttons take their place.
    await say(`> Ana: Studio 3 on Wednesday 9-11am, ${gear}`)
    expect(story(await hear(tap.turn))).toEqual(story(tap.replies))
  })
})
