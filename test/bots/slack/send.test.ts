import { describe, expect, test } from "vitest"
import type { Fault } from "../../support/slack/world.js"
import { stage, text } from "./setup.js"

const reminder = { text: text("Studio 2 in an hour"), buttons: [[{ label: "Check in", press: "checkin 1" }]] }

describe("sending unasked", () => {
  test("to a channel, to a person, and to a person's home", async () => {
    const { fake, platform } = await stage("socket", () => [])
    const ann = fake.person("U0ANN")
    fake.channel("C0STAFF")
    expect(await platform.send("slack:C0STAFF", reminder)).toEqual({
      is: "sent",
      message: expect.stringMatching(/^C0STAFF:\d+\.\d+$/),
    })
    expect(await platform.send("slack:U0ANN", reminder)).toEqual({
      is: "sent",
      message: expect.stringMatching(/^D0ANN:/),
    })
    expect(await platform.send("slack:home:U0ANN", reminder)).toEqual({ is: "sent", message: "slack:home:U0ANN" })
    expect(ann.last()).toEqual({ text: "Studio 2 in an hour", labels: ["Check in"] })
    expect(ann.home()?.text).toBe("Studio 2 in an hour")
  })

  test("replaces an earlier message, or says it anew when that one is gone", async () => {
    const { fake, platform } = await stage("socket", () => [])
    const ann = fake.person("U0ANN")
    const first = await platform.send("slack:U0ANN", reminder)
    const replaces = first.is === "sent" ? first.message : ""
    expect(await platform.send("slack:U0ANN", { text: text("Moved"), replaces })).toEqual(first)
    expect(ann.sees()).toMatchObject([{ edits: 1, blocks: [{ type: "rich_text" }] }])
    fake.world.messages.length = 0
    expect(await platform.send("slack:U0ANN", { text: text("Gone"), replaces })).toMatchObject({ is: "sent" })
    expect(ann.last()?.text).toBe("Gone")
  })

  test("carries the day's picture; the words arrive even when the picture does not", async () => {
    const { fake, platform, lines } = await stage("socket", () => [])
    fake.channel("C0STAFF")
    const digest = {
      text: text("Today"),
      picture: { name: "day.png", png: new Uint8Array([1]), alt: "Three bookings" },
    }
    await platform.send("slack:C0STAFF", digest)
    expect(fake.seen("C0STAFF").flatMap(({ files }) => files ?? [])).toMatchObject([
      { name: "day.png", alt: "Three bookings" },
    ])
    fake.fail("files.completeUploadExternal", { error: "internal_error" })
    expect(await platform.send("slack:C0STAFF", digest)).toMatchObject({ is: "sent" })
    expect(fake.calls("chat.postMessage")).toHaveLength(2)
    expect(lines).toHaveLength(1)
  })

  test.each<[string, Fault[], object]>([
    ["429", [{ status: 429, retryAfter: 7 }], { is: "wait", seconds: 7 }],
    ["ratelimited in the body", [{ error: "ratelimited" }], { is: "wait", seconds: 1 }],
    ["500", [{ status: 500 }], { is: "down", why: "HTTP 500" }],
    ["503 with a page", [{ status: 503, body: "<html>" }], { is: "down", why: "HTTP 503" }],
    ["internal_error", [{ error: "internal_error" }], { is: "down", why: "internal_error" }],
    ["channel_not_found", [{ error: "channel_not_found" }], { is: "blocked", why: "channel_not_found" }],
    ["is_archived", [{ error: "is_archived" }], { is: "blocked", why: "is_archived" }],
    ["not_in_channel", [{ error: "not_in_channel" }], { is: "blocked", why: "not_in_channel" }],
    ["account_inactive", [{ error: "account_inactive" }], { is: "down", why: "account_inactive" }],
    ["user_disabled", [{ error: "user_disabled" }], { is: "blocked", why: "user_disabled" }],
    ["token_revoked", [{ error: "token_revoked" }], { is: "down", why: "token_revoked" }],
    ["invalid_auth", [{ error: "invalid_auth" }], { is: "down", why: "invalid_auth" }],
    ["invalid_blocks, once", [{ error: "invalid_blocks" }], { is: "sent" }],
    [
      "invalid_blocks, twice",
      [{ error: "invalid_blocks" }, { error: "invalid_blocks" }],
      { is: "refused", why: "invalid_blocks" },
    ],
    [
      "msg_too_long, twice",
      [{ error: "msg_too_long" }, { error: "msg_too_long" }],
      { is: "refused", why: "msg_too_long" },
    ],
    ["no_permission", [{ error: "no_permission" }], { is: "refused", why: "no_permission" }],
    ["a connection that breaks before", [{ reset: "before" }], { is: "unsure" }],
    ["a connection that breaks after", [{ reset: "after" }], { is: "unsure" }],
    ["someone else's page", [{ error: "<html>captive portal</html>" }], { is: "unsure", why: "unreadable answer" }],
  ])("says what became of it: %s", async (_, faults, delivery) => {
    const { fake, platform } = await stage("socket", () => [])
    fake.channel("C0STAFF")
    fake.fail("chat.postMessage", ...faults)
    expect(await platform.send("slack:C0STAFF", reminder)).toMatchObject(delivery)
  })

  test("to nobody, to the archive, to a closed account: blocked, each by its name", async () => {
    const { fake, platform, lines } = await stage("socket", () => [])
    fake.person("U0GONE")
    expect(await platform.send("slack:C0NONE", reminder)).toEqual({ is: "blocked", why: "channel_not_found" })
    expect(await platform.send("slack:U0NONE", reminder)).toEqual({ is: "blocked", why: "user_not_found" })
    fake.world.channels.set("C0OLD", { id: "C0OLD", name: "old", members: new Set(), archived: true })
    expect(await platform.send("slack:C0OLD", reminder)).toEqual({ is: "blocked", why: "is_archived" })
    fake.world.people.set("U0GONE", { id: "U0GONE", name: "gone", locale: "en-US", deleted: true })
    expect(await platform.send("slack:U0GONE", reminder)).toEqual({ is: "blocked", why: "user_disabled" })
    fake.fail("chat.postMessage", { error: "token_revoked" })
    expect(lines).toEqual([])
    await platform.send("slack:C0NONE", reminder)
    expect(lines, "a revoked token is the operator's to know").toMatchObject([
      { level: "error", facts: { why: "token_revoked" } },
    ])
  })

  test("when Slack is not there at all: down", async () => {
    const { fake, platform } = await stage("http", () => [])
    await fake.close()
    expect(await platform.send("slack:C0STAFF", reminder)).toEqual({ is: "down", why: "ECONNREFUSED" })
  })
})
