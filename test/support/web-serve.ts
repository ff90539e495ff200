import { startWeb } from "./web.js"
import { scriptedDesk } from "./web-desk.js"

// The page with the scripted desk, to look at: `npx tsx test/support/web-serve.ts [port]`.
const people = [
  { id: "lily", name: "陳麗珊 · 海港直播", role: "member", language: "zh-Hant" },
  { id: "wang", name: "王敏 · 明珠美妆", role: "member", language: "zh-Hans" },
  { id: "rita", name: "Rita Gomes · Casa do Mar", role: "member", language: "pt" },
  { id: "ana", name: "Ana Lei", role: "staff", language: "en" },
] as const
const centre = async () => ({
  "zh-Hant": "澳門直播中心",
  "zh-Hans": "澳门直播中心",
  pt: "Centro de Transmissões de Macau",
  en: "Macau Live Centre",
})

const server = await startWeb(
  async (turn) => {
    if (turn.said.kind === "text" && turn.said.text.startsWith("/start ")) server.sessions.join(turn.from.id)
    const replies = await scriptedDesk(turn)
    if (turn.said.kind === "text" && turn.said.text === "notice") {
      await server.platform.send(turn.chat.address, {
        text: [[{ bold: "In one hour: " }, "Studio 2, 15:00–17:00."]],
        buttons: [
          [
            { label: "I am coming", press: "ok", style: "primary" },
            { label: "Cancel", press: "cancel" },
          ],
        ],
      })
    }
    return replies
  },
  { port: Number(process.argv[2] ?? 3100) },
  { demo: { people, enter: async (id) => `demo-${id}` }, centre },
)
process.stdout.write(`${server.url}\n`)
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close())
