import { inspect } from "node:util"
import fastify from "fastify"
import { describe, expect, test } from "vitest"
import { slack } from "../../../src/bots/slack/index.js"
import { boltLog } from "../../../src/bots/slack/receive.js"
import { secret } from "../../../src/core/secret.js"
import { fakeSlack, secrets } from "../../support/fake-slack.js"
import { notebook, stage, text, ways } from "./setup.js"

const seconds = () => Math.floor(Date.now() / 1000)

describe("requests that Slack did not sign", () => {
  test("are refused, whatever is wrong with them", async () => {
    const { fake, platform, turns } = await stage("http", () => [])
    const ann = fake.person("U0ANN")
    const parcel = ann.parcels.command("book")
    const good = fake.courier.sign(parcel)
    const signature = good.headers["x-slack-signature"] ?? ""
    const headers = (more: Record<string, string>) => ({ ...good, headers: { ...good.headers, ...more } })
    const without = (name: string) => ({
      ...good,
      headers: Object.fromEntries(Object.entries(good.headers).filter(([key]) => key !== name)),
    })
    const forged = [
      // The first, since it is of now a moment later.
      fake.courier.sign(parcel, { at: seconds() + 62 }),
      without("x-slack-signature"),
      without("x-slack-request-timestamp"),
      fake.courier.sign(parcel, { secret: "another" }),
      headers({ "x-slack-signature": signature.slice(0, -1) }),
      headers({ "x-slack-signature": signature.replace("v0=", "v1=") }),
      headers({ "x-slack-signature": signature.toUpperCase() }),
      headers({ "x-slack-signature": `${signature}, ${signature}` }),
      headers({ "x-slack-signature": "" }),
      headers({ "x-slack-request-timestamp": "soon" }),
      headers({ "x-slack-request-timestamp": String(seconds() + 1) }),
      { ...good, body: `${good.body} ` },
      { ...good, body: good.body.replaceAll("%2F", "%2f") },
      { ...good, body: good.body.replace("book", "bool") },
      fake.courier.sign(parcel, { at: seconds() - 301 }),
      fake.courier.sign(parcel, { at: seconds() + 3600 }),
      fake.courier.sign(parcel, { at: Number.NaN }),
    ]
    for (const request of forged)
      expect(await fake.courier.send(request), inspect(request)).toMatchObject({ status: 401 })
    await platform.stop()
    expect(turns).toEqual([])
  })

  test("cannot hide in the certificate check, which needs no signature", async () => {
    const { fake, platform, turns } = await stage("http", () => [])
    const ann = fake.person("U0ANN")
    for (const parcel of [
      ann.parcels.command("book"),
      { ...ann.parcels.message("book"), type: "interactive" as const },
    ]) {
      const { body } = fake.courier.sign(parcel)
      const headers = { "content-type": "application/x-www-form-urlencoded" }
      await fake.courier.send({ headers, body: `ssl_check=1&${body}` })
      await fake.courier.send({ headers, body: `${body}&ssl_check=1` })
    }
    await platform.stop()
    expect(turns).toEqual([])
  })
})

test("a signed request that is sent again has no second effect", async () => {
  const { fake, platform, turns } = await stage("http", ({ said }) =>
    said.kind === "press" ? [] : [{ text: text("?"), buttons: [[{ label: "Yes", press: "yes" }]] }],
  )
  const ann = fake.person("U0ANN")
  await ann.says("hello")
  await fake.until(() => ann.last())
  const captured = [ann.parcels.command("book"), ann.parcels.press("Yes"), ann.parcels.message("again")].map((parcel) =>
    fake.courier.sign(parcel),
  )
  for (const request of captured) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => fake.courier.send(request)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
  }
  await platform.stop()
  expect(turns).toHaveLength(1 + captured.length)
})

test("a press is its presser's, whatever the payload says besides", async () => {
  const { fake, turns } = await stage("http", () => [])
  const eve = fake.person("U0EVE")
  const parcel = eve.parcels.command("mine")
  await fake.courier.deliver({
    ...parcel,
    payload: { ...parcel.payload, user: "U0ANN", member: "U0ANN", text: "mine user_id=U0ANN" },
  })
  await fake.until(() => turns.length > 0)
  expect(turns[0]?.from.id).toBe("T0TEAM01:U0EVE")
})

test("other routes of the server read their bodies as before; Slack's path answers only to Slack", async () => {
  const fake = await fakeSlack()
  const http = fastify()
  const { log } = notebook()
  const platform = slack(
    { botToken: secret(secrets.botToken), signingSecret: secret(secrets.signingSecret), apiUrl: fake.apiUrl },
    { http, log, now: () => new Date() },
  )
  http.post("/echo", async (request) => request.body)
  const echoed = await http.inject({ method: "POST", url: "/echo", payload: { a: 1 } })
  expect(echoed.json()).toEqual({ a: 1 })
  const early = await http.inject({
    method: "POST",
    url: "/slack/events",
    payload: { type: "url_verification", challenge: "x" },
  })
  expect(early.statusCode, "before it is started").toBe(503)
  expect((await http.inject({ method: "GET", url: "/slack/events" })).statusCode).toBe(404)
  await platform.stop()
  await http.close()
  await fake.close()
})

test("Slack's check of the address is answered", async () => {
  const { fake } = await stage("http", () => [])
  const answered = await fake.courier.deliver({
    type: "events_api",
    payload: { type: "url_verification", challenge: "42" },
  })
  expect(answered).toEqual({ status: 200, body: '{"challenge":"42"}' })
})

describe("starting", () => {
  test.each([
    ["the bot token", "invalid_auth", /^Slack refuses SLACK_BOT_TOKEN \(invalid_auth\): copy it again/],
    ["the app token", "not_authed", /^Slack refuses SLACK_APP_TOKEN \(not_authed\): copy it again/],
  ])("fails in one plain sentence when Slack refuses %s", async (which, error, sentence) => {
    const fake = await fakeSlack()
    fake.fail(which === "the bot token" ? "auth.test" : "apps.connections.open", { error })
    const { log } = notebook()
    const platform = slack(
      { botToken: secret(secrets.botToken), appToken: secret(secrets.appToken), apiUrl: fake.apiUrl },
      { http: fastify(), log, now: () => new Date() },
    )
    await expect(platform.start(async () => [])).rejects.toThrow(sentence)
    await platform.stop()
    await fake.close()
  })

  test("fails in one plain sentence when Slack is away, or a token is missing", async () => {
    const { log } = notebook()
    const deps = { http: fastify(), log, now: () => new Date() }
    const away = slack({ botToken: secret("x"), appToken: secret("y"), apiUrl: "http://127.0.0.1:1/" }, deps)
    await expect(away.start(async () => [])).rejects.toThrow(
      /^Slack could not be reached at http:\/\/127\.0\.0\.1:1\/ \(\w+\)\.$/,
    )
    const fake = await fakeSlack()
    const neither = slack({ botToken: secret(secrets.botToken), apiUrl: fake.apiUrl }, deps)
    await expect(neither.start(async () => [])).rejects.toThrow("SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET")
    await fake.close()
  })
})

test.each(ways)("over %s, no secret and nothing people wrote reaches the log, whatever goes wrong", async (way) => {
  const private_ = "my-private-words"
  const { fake, platform, lines } = await stage(way, ({ said }) => {
    if (said.kind === "text" && said.text.includes("throw")) throw new Error(`lost ${private_}`)
    return [{ text: text(private_) }]
  })
  const ann = fake.person("U0ANN")
  fake.fail("users.info", { status: 500, body: "<html>" }, { reset: "before" })
  fake.fail(
    "chat.postMessage",
    { error: "invalid_auth" },
    { status: 500 },
    { reset: "before" },
    { reset: "after" },
    { error: "<html>nginx</html>" },
  )
  for (const words of ["1", "2", "throw", "3", "4", "5"]) await ann.says(`${private_} ${words}`)
  fake.fail("chat.postMessage", { error: "token_revoked" })
  await platform.send("slack:D0ANN", { text: text(private_) })
  if (way === "http") await fake.courier.send(fake.courier.sign(ann.parcels.message(private_), { secret: "wrong" }))
  await fake.courier.deliver({
    type: "events_api",
    payload: { ...ann.parcels.message("x").payload, event: { type: "app_uninstalled" } },
  })
  await platform.stop()
  const written = lines.map((line) => inspect(line, { depth: 10 })).join("\n")
  expect(written.length).toBeGreaterThan(0)
  for (const canary of [...Object.values(secrets), "canary", private_, "xoxb", "xapp"])
    expect(written).not.toContain(canary)
  expect(lines.filter(({ text }) => text.includes("uninstalled"))).toHaveLength(1)
})

test("what Bolt says is noted without tokens, tickets or what it quotes", () => {
  const { log, lines } = notebook()
  const bolt = boltLog(log)
  bolt.debug("a whole delivery")
  bolt.info("API Call failed")
  bolt.warn(`refused ${secrets.botToken} for ${secrets.appToken}`, { body: "what people wrote" })
  bolt.error("WebSocket error!", "wss://wss.slack.com/link/?ticket=canary&app_id=1", new TypeError("quotes canary"))
  expect(lines.map(({ text }) => text)).toEqual([
    "refused [secret] for [secret] ",
    "WebSocket error! wss://wss.slack.com/link/ TypeError TypeError",
  ])
})

test("what is signed and yet none of Slack's deliveries is refused, and is no failure of ours", async () => {
  const { fake, turns, lines } = await stage("http", () => [])
  const bad = { type: "view_submission", team: { id: "T0TEAM01" }, user: { id: "U0ANA01" }, trigger_id: "t" }
  expect((await fake.courier.deliver({ type: "interactive", payload: bad })).status).toBe(400)
  expect(turns).toEqual([])
  expect(lines.map(({ level, text }) => ({ level, text }))).toEqual([
    { level: "warn", text: "Slack: a delivery could not be read" },
  ])
})
