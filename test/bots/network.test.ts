import { expect, test } from "vitest"
import { createHttp, networkOf, paced } from "../../src/bots/http.js"
import { silent } from "../support/log.js"

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["::ffff:203.0.113.9", "::ffff:203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"],
  ["2001:db8:1:2::6", "2001:db8:1:2::"],
  ["2001:db8::6", "2001:db8:0:0::"],
  ["2001:db8:1:2:3:4:5::", "2001:db8:1:2::"],
  ["::1", "0:0:0:0::"],
  ["unknown", "unknown"],
])("a limit by address goes by the network: %s by %s", (ip, network) => {
  expect(networkOf(ip)).toBe(network)
})

test("whoever takes one address after another of their network is too fast all the same, and others are not", async () => {
  const http = createHttp({ host: "127.0.0.1", log: silent })
  http.get("/look", { onRequest: paced({ burst: 2, perSecond: 0.5 }, () => new Date(0)) }, async () => "seen")
  const look = async (remoteAddress: string) => {
    const answer = await http.inject({ url: "/look", remoteAddress, headers: { host: "127.0.0.1" } })
    return [answer.statusCode, answer.headers["retry-after"]]
  }
  expect(await look("2001:db8:1:2::1")).toEqual([200, undefined])
  expect(await look("2001:db8:1:2::2")).toEqual([200, undefined])
  expect(await look("2001:db8:1:2:ffff::3")).toEqual([429, "2"])
  expect(await look("2001:db8:1:3::1")).toEqual([200, undefined])
  await http.close()
})
