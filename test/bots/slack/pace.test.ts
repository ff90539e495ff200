import { webApi } from "@slack/bolt"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { NotYet } from "../../../src/bots/slack/failure.js"
import { type Job, pace } from "../../../src/bots/slack/pace.js"

/** A clock that is moved by hand: sleepers wake when their time has come. */
function ownClock() {
  let at = 0
  const sleepers: { until: number; wake: () => void }[] = []
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  return {
    at: () => at,
    clock: {
      now: () => new Date(at),
      sleep: (ms: number) => new Promise<void>((wake) => sleepers.push({ until: at + ms, wake })),
    },
    settle,
    async run() {
      for (await settle(); sleepers.length > 0; await settle()) {
        sleepers.sort((a, b) => a.until - b.until)
        const next = sleepers.shift()
        at = Math.max(at, next?.until ?? at)
        next?.wake()
      }
    },
  }
}

const post = (channel: string, notice = false): Job => ({ channel, post: true, notice })

describe("the law of the channel", () => {
  test("one message a second into each channel, in order, channels side by side", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom("C1", "C2", "C3"), { maxLength: 30 }), async (channels) => {
        const own = ownClock()
        const paced = pace(own.clock)
        const sent: { channel: string; index: number; at: number }[] = []
        const all = channels.map((channel, index) =>
          paced(post(channel), async () => void sent.push({ channel, index, at: own.at() })),
        )
        await own.run()
        await Promise.all(all)
        for (const channel of ["C1", "C2", "C3"]) {
          const mine = sent.filter((one) => one.channel === channel)
          expect(mine.map(({ at }) => at)).toEqual(mine.map((_, index) => index * 1000))
          expect(mine.map(({ index }) => index)).toEqual(mine.map(({ index }) => index).toSorted((a, b) => a - b))
        }
      }),
    )
  })

  test("an answer goes before the notices that wait", async () => {
    const own = ownClock()
    const paced = pace(own.clock)
    const sent: string[] = []
    const say = (what: string, notice: boolean) => paced(post("C1", notice), async () => void sent.push(what))
    const all = [say("notice 1", true), say("notice 2", true), say("notice 3", true)]
    await own.settle()
    all.push(say("answer", false))
    await own.run()
    await Promise.all(all)
    expect(sent).toEqual(["notice 1", "answer", "notice 2", "notice 3"])
  })

  test("edits do not wait for the second to pass", async () => {
    const own = ownClock()
    const paced = pace(own.clock)
    const at: number[] = []
    const all = [
      paced(post("C1"), async () => void at.push(own.at())),
      paced({ ...post("C1"), post: false }, async () => void at.push(own.at())),
    ]
    await own.run()
    await Promise.all(all)
    expect(at).toEqual([0, 0])
  })

  test("a 429 silences every channel for as long as it says; answers keep their order and go first after it", async () => {
    const own = ownClock()
    const paced = pace(own.clock)
    const sent: string[] = []
    let refused = 0
    const say = (what: string, job: Job) =>
      paced(job, async () => {
        if (own.at() < 5000) {
          refused++
          throw new webApi.WebAPIRateLimitedError(5 - own.at() / 1000)
        }
        sent.push(`${what} ${own.at()}`)
      })
    const answers = [say("one", post("C1")), say("two", post("C1"))]
    await own.settle()
    answers.push(say("three", post("C2")))
    const notice = say("notice", post("C3", true))
    await own.run()
    await Promise.all([...answers, notice])
    expect(refused).toBe(1)
    expect(sent.toSorted()).toEqual(["notice 6000", "one 5000", "three 5000", "two 6000"])
  })

  test("a notice that cannot go soon is given back with its wait; an answer that meets 429 again and again fails in the end", async () => {
    const own = ownClock()
    const paced = pace(own.clock)
    const busy = async () => {
      throw new webApi.WebAPIRateLimitedError(30)
    }
    await expect(paced(post("C1", true), busy)).rejects.toThrow(webApi.WebAPIRateLimitedError)
    await expect(paced(post("C2", true), async () => {})).rejects.toEqual(new NotYet(31))
    const answer = paced(post("C1"), busy).catch((error: unknown) => error)
    await own.run()
    expect(await answer).toBeInstanceOf(webApi.WebAPIRateLimitedError)
  })

  test("a broken call fails alone", async () => {
    const own = ownClock()
    const paced = pace(own.clock)
    const broken = paced(post("C1"), async () => {
      throw new Error("broken")
    }).catch((error: Error) => error.message)
    const whole = paced(post("C1"), async () => "whole")
    await own.run()
    expect([await broken, await whole]).toEqual(["broken", "whole"])
  })
})
