import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { parse } from "yaml"
import { z } from "zod"

/** Slack's reference says for each method and event which scope it needs. Those without one need none. */
const scopeOf: Record<string, string | null> = {
  "auth.test": null,
  "chat.postEphemeral": "chat:write",
  "chat.postMessage": "chat:write",
  "chat.update": "chat:write",
  "conversations.open": "im:write",
  "files.completeUploadExternal": "files:write",
  "files.getUploadURLExternal": "files:write",
  "users.info": "users:read",
  "views.open": null,
  "views.publish": null,
  "views.update": null,
  app_home_opened: null,
  app_mention: "app_mentions:read",
  app_uninstalled: null,
  "message.im": "im:history",
  tokens_revoked: null,
  command: "commands",
  shortcut: "commands",
}

const manifest = z
  .object({
    features: z.object({
      slash_commands: z.array(z.object({ command: z.string() })),
      shortcuts: z.array(z.object({ type: z.string() })),
      app_home: z.object({ home_tab_enabled: z.literal(true), messages_tab_read_only_enabled: z.literal(false) }),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
      interactivity: z.object({ is_enabled: z.literal(true) }),
    }),
  })
  .parse(parse(readFileSync("docs/slack/app_manifest.yaml", "utf8")))

const source = readdirSync("src/bots/slack").map((file) => readFileSync(`src/bots/slack/${file}`, "utf8"))
const methods = new Set(
  source.flatMap((text) => [...text.matchAll(/\bweb\.(\w+\.\w+)\(/g)].map(([, method]) => method ?? "")),
)

test("the manifest asks for the scopes that the calls and events need, and for no more", () => {
  expect(methods.size).toBeGreaterThan(8)
  const { bot_events: events } = manifest.settings.event_subscriptions
  const used = [...methods, ...events, "command", ...manifest.features.shortcuts.map(() => "shortcut")]
  expect(used.filter((name) => !(name in scopeOf))).toEqual([])
  const needed = used.map((name) => scopeOf[name]).filter((scope) => scope !== null)
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...new Set(needed)].toSorted())
})

test("the manifest names the command and both shortcuts", () => {
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(["/desk"])
  expect(manifest.features.shortcuts.map(({ type }) => type).toSorted()).toEqual(["global", "message"])
})
