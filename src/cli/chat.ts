import { tmpdir, userInfo } from "node:os"
import { join } from "node:path"
import type { Readable } from "node:stream"
import { type Command, Option } from "commander"
import { terminal } from "../bots/console/index.js"
import { createDesk } from "../core/desk/desk.js"
import { type Language, languages } from "../core/language.js"
import type { World } from "../core/world.js"
import type { Streams } from "./output.js"
import { withWorld } from "./store.js"

type Who = { as?: string; language?: Language }

/** How often notices are looked for. */
const lookMs = 1000

/** `anchordesk chat`: the desk in a terminal, on the same store as the service, beside it or alone. */
export function chatCommand(program: Command, streams: Streams): void {
  program
    .command("chat")
    .description("talk to the desk here, as on any other platform; Ctrl-D ends")
    .option("--as <name>", "who you are to the desk (default: your name on this machine)")
    .addOption(new Option("--language <language>", "what a newcomer is spoken to in").choices(languages))
    .action(async ({ as = userInfo().username, language }: Who) => {
      await withWorld((world) => chat(world, { ...streams, input: streams.stdin ?? process.stdin }, { as, language }))
    })
}

async function chat(
  world: World,
  { input, stdout }: Streams & { input: Readable },
  { as, language }: { as: string; language: Language | undefined },
): Promise<void> {
  const desk = createDesk(world)
  const platform = terminal(
    {
      user: { id: as, name: as, ...(language && { language }) },
      folder: join(tmpdir(), "anchordesk-chat"),
      run: world.newId(),
    },
    { input, output: stdout, log: world.log },
  )
  await platform.start(desk.hear)
  let looking: Promise<unknown> = Promise.resolve()
  const look = async (): Promise<void> => {
    await desk
      .deliver(
        async (address, reply) => (address === platform.address ? platform.send(address, reply) : null),
        "console",
      )
      .catch(() => {})
  }
  const timer = setInterval(() => {
    looking = looking.then(look)
  }, lookMs)
  await platform.ended
  clearInterval(timer)
  await looking
}
