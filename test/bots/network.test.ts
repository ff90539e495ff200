import { expect, test } from "vitest"
import { networkOf } from "../../src/bots/http.js"

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
