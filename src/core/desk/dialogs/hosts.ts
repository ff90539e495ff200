import { whoIsLive } from "../../clerk.js"
import { clipped } from "../../clipped.js"
import { airTime } from "../../host.js"
import type { Booking } from "../../outcome.js"
import { findHosts, forgetHost, type HostCard, hostCard, otherHost, ownHosts, sameHost } from "../../same-host.js"
import type { Step } from "../press.js"
import { type Answer, type Choice, lines, menu, noted, rows, type Scene } from "../scene.js"
import { refusal } from "./refusal.js"
import { platformName } from "./show-lines.js"

/** Hosts by name: a member's own, staff's word on who is whom, and who is on air. */

type Hosts = Extract<Step, { do: "hosts" | "dropname" | "host" | "samehost" | "otherhost" | "live" }>

export function hostStep(scene: Scene, step: Hosts): Promise<Answer> {
  switch (step.do) {
    case "hosts":
      return hostsAsked(scene, "")
    case "dropname":
      return step.sure ? dropName(scene, step.host) : askDrop(scene, step.host)
    case "host":
      return showHost(scene, step.host)
    case "samehost":
      return step.as === undefined ? askSame(scene, step.host) : same(scene, step.host, step.as)
    case "otherhost":
      return other(scene, step.host, step.member)
    case "live":
      return liveNow(scene)
  }
}

/** `/hosts`: one's own; `/hosts mei`, for staff: any with that in the name. */
export async function hostsAsked(scene: Scene, part: string): Promise<Answer> {
  const { ask, say } = scene
  const { shows } = say.words
  if (!ask.actor.member && part === "" && ask.actor.person.staff)
    return { text: lines(shows.findHost), choices: menu(scene) }
  return ask.actor.person.staff && part !== "" ? found(scene, part) : own(scene)
}

async function own(scene: Scene): Promise<Answer> {
  const { shows } = scene.say.words
  const hosts = await ownHosts(scene.world, scene.ask)
  if ("is" in hosts) return refusal(scene, hosts.refusal)
  if (hosts.length === 0) return { text: lines(shows.noneKnown), choices: menu(scene) }
  return {
    text: lines(shows.known),
    choices: [
      ...rows(
        hosts.slice(0, 24).map(({ id, name }): Choice => ({ label: name, step: { do: "dropname", host: id } })),
        2,
      ),
      ...menu(scene).slice(0, 1),
    ],
  }
}

async function askDrop(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const { shows, label } = say.words
  const hosts = await ownHosts(world, ask)
  if ("is" in hosts) return refusal(scene, hosts.refusal)
  const host = hosts.find((one) => one.id === id)
  if (!host) return own(scene)
  return {
    text: lines(shows.askForget(host.name)),
    choices: [
      [
        { label: shows.forgetHost(host.name), step: { do: "dropname", host: id, sure: "yes" }, style: "danger" },
        { label: label.back, step: { do: "hosts" } },
      ],
    ],
  }
}

async function dropName(scene: Scene, id: string): Promise<Answer> {
  const outcome = await forgetHost(scene.world, scene.ask, id)
  if (outcome.is === "refused") return own(scene)
  const said = scene.say.words.shows.forgotHost(outcome.name)
  return { ...noted(lines(said), await own(scene)), toast: said }
}

const titled = ({ say }: Scene, { name, members }: HostCard): string =>
  say.words.shows.calledBy(name, say.list(members.map((member) => member.name)))

/** `sofia = bo`: both known by these words alone, they are one person; else which is meant is asked. */
async function found(scene: Scene, text: string): Promise<Answer> {
  const [part = "", as] = text.split(/\s*[=＝]\s*/u)
  if (as) {
    const [one, other] = [await findHosts(scene.world, scene.ask, part), await findHosts(scene.world, scene.ask, as)]
    const [id, second] = "is" in one ? [] : one.map((host) => host.id)
    const [to, third] = "is" in other ? [] : other.map((host) => host.id)
    if (id && to && !second && !third && id !== to) return same(scene, id, to)
  }
  const hosts = await findHosts(scene.world, scene.ask, part)
  if ("is" in hosts) return refusal(scene, hosts.refusal)
  const [only, second] = hosts
  if (!only) return { text: lines(scene.say.words.shows.noHost(clipped(part, 40))), choices: menu(scene) }
  if (!second) return showHost(scene, only.id)
  return {
    text: lines(scene.say.words.clerk.several),
    choices: rows(
      hosts.map((host): Choice => ({ label: titled(scene, host), step: { do: "host", host: host.id } })),
      1,
    ),
  }
}

async function showHost(scene: Scene, id: string): Promise<Answer> {
  const card = await hostCard(scene.world, scene.ask, id)
  if ("is" in card) return refusal(scene, card.refusal)
  const { shows, dot } = scene.say.words
  const apart = card.members.length > 1 ? card.members : []
  return {
    text: [[{ bold: card.name }], ...lines(...card.members.map(({ name, calls }) => [name, calls].join(dot)))],
    choices: [
      [{ label: shows.sameAs, step: { do: "samehost", host: id } }],
      ...rows(
        apart.map(
          (member): Choice => ({
            label: shows.apart(member.name),
            step: { do: "otherhost", host: id, member: member.id },
          }),
        ),
        1,
      ),
    ],
  }
}

/** Whoever is called anything alike; the likeliest are those who share a part of the name. */
async function askSame(scene: Scene, id: string): Promise<Answer> {
  const { world, ask, say } = scene
  const card = await hostCard(world, ask, id)
  if ("is" in card) return refusal(scene, card.refusal)
  const all = await findHosts(world, ask, "")
  if ("is" in all) return refusal(scene, all.refusal)
  const { shows, label } = say.words
  const others = all.filter((other) => other.id !== id)
  return {
    text: lines(shows.sameAsWhom(card.name)),
    choices: [
      ...rows(
        others.map(
          (other): Choice => ({ label: titled(scene, other), step: { do: "samehost", host: id, as: other.id } }),
        ),
        1,
      ),
      [{ label: label.back, step: { do: "host", host: id } }],
    ],
  }
}

async function same(scene: Scene, id: string, as: string): Promise<Answer> {
  const { shows } = scene.say.words
  const outcome = await sameHost(scene.world, scene.ask, { id, as })
  if (outcome.is === "refused") return refusal(scene, outcome.refusal)
  if (outcome.is === "clash") return noted(lines(shows.clash), await showHost(scene, id))
  const said = shows.merged(...outcome.names)
  return { ...noted(lines(said), await showHost(scene, as)), toast: said }
}

async function other(scene: Scene, id: string, memberId: string): Promise<Answer> {
  const outcome = await otherHost(scene.world, scene.ask, { id, memberId })
  if (outcome.is === "refused") return refusal(scene, outcome.refusal)
  const said = scene.say.words.shows.parted(outcome.name, outcome.member)
  return { ...noted(lines(said), await showHost(scene, id)), toast: said }
}

/** Staff: room by room, who is on air, whom for, where it is sold, and until when. */
async function liveNow(scene: Scene): Promise<Answer> {
  const { world, ask, say } = scene
  const running = await whoIsLive(world, ask)
  if ("is" in running) return refusal(scene, running.refusal)
  const { shows } = say.words
  return {
    text:
      running.length === 0
        ? lines(shows.nobodyLive)
        : [[{ bold: shows.live }], ...lines(...running.slice(0, 40).map((booking) => liveLine(scene, booking)))],
    choices: [
      [
        { label: shows.whoIn, step: { do: "in" } },
        { label: say.words.clerk.next, step: { do: "next" } },
      ],
    ],
  }
}

function liveLine({ say, now }: Scene, booking: Booking): string {
  const { shows, clerk, dot } = say.words
  const air = airTime(booking)
  const phase =
    now < air.start
      ? shows.settingUp(say.time(air.start))
      : now >= air.end
        ? shows.tearingDown(say.time(booking.end))
        : clerk.until(say.time(air.end))
  const names = booking.named.map(({ name }) => name)
  return [
    say.room(booking.room),
    booking.member.name,
    names.length > 0 ? say.list(names) : say.words.hosts(booking.hosts),
    ...(booking.show.platform ? [platformName(say, booking.show.platform)] : []),
    phase,
    ...(booking.status === "confirmed" ? [clerk.awaited] : []),
  ].join(dot)
}
