import { createHttp } from "../../../../src/bots/http.js"
import { slack } from "../../../../src/bots/slack/index.js"
import { secret } from "../../../../src/core/secret.js"
import { type FakeSlack, fakeSlack, secrets } from "../../../support/fake-slack.js"
import { silent } from "../../../support/log.js"
import { buttonsIn, unescaped, visible } from "../../../support/slack/blocks.js"
import type { Delivered, Parcel as Delivery } from "../../../support/slack/deliveries.js"
import type { Fault as ApiFault, Posted } from "../../../support/slack/world.js"
import { updateCase } from "../cases/updates.js"
import type { Driver, Fault, Parcel, Person, Seen, Session, Special } from "../driver.js"

/** Slack through Bolt, over sockets or over HTTP, in direct messages. */

const post = "chat.postMessage"
const failing: Record<Fault, [method: string, fault: ApiFault]> = {
  "429": [post, { status: 429, retryAfter: 2 }],
  "500": [post, { status: 500 }],
  "403": [post, { error: "user_disabled" }],
  "chat not found": [post, { error: "channel_not_found" }],
  reset: [post, { reset: "after" }],
  silence: [post, "silence"],
  "not modified": ["chat.update", { error: "no_text" }],
  "edit not found": ["chat.update", { error: "message_not_found" }],
}
const unchanged = "Slack takes an edit that changes nothing"

export const slackDriver = (way: "sockets" | "HTTP"): Driver => ({
  name: `Slack over ${way}`,
  cannot: {
    [updateCase("anonymous admin")]: "everybody on Slack has a name",
    [updateCase("sticker")]: "Slack has none",
    "an answer when the API says: not modified": unchanged,
    "a notice when the API says: not modified": unchanged,
  },
  async open() {
    const fake = await fakeSlack()
    // Waiting takes no time here: the clock goes on instead.
    let ahead = 0
    let stop: (() => Promise<void>) | undefined
    const deliver = async (parcel: Delivery, retry?: number): Promise<Delivered | undefined> => {
      const delivered = fake.courier.deliver(parcel, retry)
      // A socket that is not there acknowledges nothing; Slack gives what it keeps to the next one.
      return stop || way === "HTTP" ? delivered : undefined
    }
    const session: Session = {
      async start(hear) {
        const http = createHttp({ host: "127.0.0.1", log: silent })
        const own =
          way === "sockets" ? { appToken: secret(secrets.appToken) } : { signingSecret: secret(secrets.signingSecret) }
        const platform = slack(
          { botToken: secret(secrets.botToken), apiUrl: fake.apiUrl, ...own },
          {
            http,
            log: silent,
            now: () => new Date(Date.now() + ahead),
            sleep: async (ms) => {
              ahead += ms
            },
          },
        )
        const url = await http.listen({ host: "127.0.0.1", port: 0 })
        if (way === "HTTP") fake.deliverTo(url)
        await platform.start(hear)
        await fake.until(() => way === "HTTP" || fake.sockets() > 0, "a socket")
        stop = async () => {
          await platform.stop()
          await http.close()
        }
        return platform
      },
      async stop() {
        const was = stop
        stop = undefined
        await was?.()
        // As the kernel does for a process that ended.
        fake.hangUp("cut")
        await fake.until(() => fake.sockets() === 0, "the socket to be closed")
      },
      person: (n, name) => person(fake, { id: `U0P${String(n).padStart(5, "0")}`, name, deliver }),
      fail: (fault) => fake.fail(...failing[fault]),
      silent: () => fake.world.hung.length > 0,
      endSilence: () => {
        for (const end of fake.world.hung.splice(0)) end()
      },
      busy: () => fake.world.busy,
      close: fake.close,
    }
    return session
  },
})

const hall = "C0HALL"

type Who = { id: string; name: string; deliver: (parcel: Delivery, retry?: number) => Promise<unknown> }

function person(fake: FakeSlack, { id, name, deliver }: Who): Person {
  const one = fake.person(id, { name, locale: "en-US" })
  // Everybody so far, and this one.
  fake.channel(hall, { members: [...(fake.world.channels.get(hall)?.members ?? []), id] })
  const { parcels } = one
  const parcel = (delivery: Delivery): Parcel => {
    let times = 0
    return () => deliver(delivery, times++)
  }
  const special: Record<Special, () => Delivery> = {
    edited: () => parcels.message("my bookings", { subtype: "message_changed" }),
    forwarded: () => parcels.forwarded("what is free tomorrow?", hall),
    channel: () => parcels.message("what is free tomorrow?", { channel: hall }),
    "anonymous admin": () => parcels.message(""),
    sticker: () => parcels.message(""),
    voice: () => parcels.message("", { files: [{ mimetype: "audio/mp4" }] }),
    photo: () => parcels.message("", { files: [{ mimetype: "image/png" }] }),
    empty: () => parcels.message(""),
  }
  return {
    address: `slack:${id}`,
    joins: (code) => parcel(parcels.command(`join ${code}`)),
    says: (text) =>
      parcel(
        parcels.message(text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? sign)),
      ),
    presses: (label) => parcel(parcels.press(label)),
    forges: (data) => parcel(parcels.forged(data)),
    special: (what) => parcel(special[what]()),
    sees: () => one.sees().map(seen),
    group: {
      says: (text, { addressed }) =>
        addressed ? () => one.mentions(hall, text) : parcel(parcels.message(text, { channel: hall })),
      presses: (label) => parcel(parcels.press(label, { channel: hall })),
      sees: () => one.sees(hall).map(seen),
    },
  }
}

/** People see no word joiner, which keeps `<!channel>` from ever being one. */
const human = (text: string): string => text.replaceAll("\u2060", "")

const seen = ({ ts, text, blocks, files = [] }: Posted): Seen => ({
  id: ts,
  text: human(visible(blocks) || unescaped(text)),
  buttons: buttonsIn(blocks).flatMap(({ label, value }) =>
    value === undefined ? [] : [{ label: human(label), data: value }],
  ),
  pictures: files.flatMap(({ alt }) => (alt ? [alt] : [])),
  files: files.flatMap(({ alt, bytes }) => (alt ? [] : [Buffer.from(bytes).toString("utf8")])),
})
