import { expect } from "vitest"
import { type Fault, faults } from "../driver.js"
import { done, newest, read, type Stage } from "../stage.js"
import type { Cases } from "../suite.js"

/** A platform's API that fails: nothing is said twice, nobody else waits, and the desk goes on. */

const text = (said: string) => [{ text: [[said]] }]
const count = (whole: string, part: string): number => whole.split(part).length - 1

async function answerFails(stage: Stage, fault: Fault): Promise<void> {
  const [ana, bo] = [await stage.member("Ana"), await stage.member("Bo")]
  stage.script(({ said }) => text(said.kind === "text" ? `heard ${said.text}` : "?"))
  stage.session.fail(fault)
  await ana.says("first")()
  if (fault === "silence") await stage.until("the first to be heard", () => stage.heard.at(-1)?.said.kind === "text")
  else await stage.quiet()
  await bo.says("meanwhile")()
  await stage.until("another person's answer", () => newest(bo).text === "heard meanwhile")
  stage.session.endSilence()
  await done(stage, ana, ana.says("second"))
  expect(newest(ana).text).toBe("heard second")
  const arrived = count(read(ana), "heard first")
  expect(arrived, "never twice").toBeLessThanOrEqual(1)
  if (fault === "429" || fault === "500") expect(arrived, "after the wait").toBe(1)
}

/** What the outbox is told of a notice whose call fails so. */
const told: Record<Fault, string[]> = {
  "429": ["wait"],
  "500": ["down"],
  "403": ["blocked"],
  "chat not found": ["blocked"],
  reset: ["unsure", "down"],
  silence: ["unsure"],
  "not modified": ["sent"],
  "edit not found": ["sent"],
}

async function noticeFails(stage: Stage, fault: Fault): Promise<void> {
  const ana = await stage.member()
  const edits = fault === "not modified" || fault === "edit not found"
  const first = edits ? await stage.platform.send(ana.address, { text: [["digest"]] }) : undefined
  stage.session.fail(fault)
  const sending = stage.platform.send(ana.address, {
    text: [["changed"]],
    ...(first?.is === "sent" && { replaces: first.message }),
  })
  if (fault === "silence") {
    await stage.until("the call to be kept waiting", stage.session.silent)
    stage.session.endSilence()
  }
  const { is } = await sending
  expect(told[fault]).toContain(is)
  const arrived = count(read(ana), "changed")
  if (is === "unsure") expect(arrived).toBeLessThanOrEqual(1)
  else expect(arrived).toBe(fault === "edit not found" ? 1 : 0)
}

async function editFails(stage: Stage, fault: "not modified" | "edit not found"): Promise<void> {
  const ana = await stage.member()
  stage.script(({ said }) => [
    said.kind === "press"
      ? { text: [["after"]], edit: true }
      : { text: [["before"]], buttons: [[{ label: "Go", press: "go" }]] },
  ])
  await done(stage, ana, ana.says("x"))
  const before = ana.sees().length
  stage.session.fail(fault)
  await done(stage, ana, ana.presses("Go"))
  if (fault === "not modified") expect(ana.sees()).toHaveLength(before)
  else expect(newest(ana).text).toBe("after")
  const then = ana.sees().length
  expect((await done(stage, ana, ana.says("y"))).length).toBeGreaterThan(then)
}

const isEdit = (fault: Fault): fault is "not modified" | "edit not found" => told[fault][0] === "sent"

export const failureCases: Cases = Object.fromEntries([
  ...faults.map((fault) => [
    `an answer when the API says: ${fault}`,
    (stage: Stage) => (isEdit(fault) ? editFails(stage, fault) : answerFails(stage, fault)),
  ]),
  ...faults.map((fault) => [`a notice when the API says: ${fault}`, (stage: Stage) => noticeFails(stage, fault)]),
])
