import type { AddressInfo } from "node:net"
import { boltBot } from "./bolt.js"
import { grammyBot } from "./grammy.js"
import { telegrafBot } from "./telegraf.js"
import { webBot } from "./web.js"

// The bare bots in one process, as the desk's platforms are in one; prints their addresses and runs until it is ended.
const { TELEGRAM_API_ROOT: telegram = "", SLACK_API_URL: slack = "" } = process.env
const servers = { grammy: grammyBot(telegram), telegraf: telegrafBot(telegram), bolt: boltBot(slack) }
const addresses: Record<string, string> = {}
for (const [name, server] of Object.entries(servers)) {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  addresses[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
addresses.web = await webBot().listen({ host: "127.0.0.1", port: 0 })
process.stdout.write(`${JSON.stringify(addresses)}\n`)
