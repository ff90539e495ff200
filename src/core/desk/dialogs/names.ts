import { foldName, hostNames, knownHosts } from "../../host.js"
import type { Named } from "../../outcome.js"
import type { Sketch } from "../press.js"
import { type Answer, type Choice, lines, rows, type Scene } from "../scene.js"
import { namesListed, type Reading } from "../understand/index.js"
import type { Asked } from "./asking-day.js"
import { saysMore } from "./show-details.js"

/** Who hosts, by name: from those the member has named before, or written; and whether a new name is somebody they know. */

type Of = { memberId: string | undefined }

/** As many as fit under a message. */
const shownMost = 12

export async function askNames(scene: Scene, { sketch, all }: Asked, { memberId }: Of): Promise<Answer> {
  const { say } = scene
  const { shows, label } = say.words
  const known = memberId === undefined ? [] : knownHosts(await hostNames(scene.world, memberId))
  const chosen = all.named ?? []
  const isChosen = ({ id, name }: Named) => chosen.some((one) => one.is === id || foldName(one.name) === foldName(name))
  const set = (named: NonNullable<Sketch["named"]>): Choice["step"] => ({
    do: "ask",
    part: "names",
    sketch: { ...sketch, named },
  })
  const choices = known.slice(0, shownMost).map(
    (host): Choice =>
      isChosen(host)
        ? {
            label: `✓ ${host.name}`,
            step: set(chosen.filter((one) => one.is !== host.id && foldName(one.name) !== foldName(host.name))),
          }
        : { label: host.name, step: set([...chosen, { name: host.name, is: host.id }].slice(0, 8)) },
  )
  const done: Choice = {
    label: chosen.length > 0 ? shows.done : shows.nobodyNamed,
    step: { do: "plan", sketch: { ...sketch, named: chosen } },
    style: "primary",
  }
  return {
    text: lines(...shows.askNames, chosen.length > 0 && say.list(chosen.map(({ name }) => name))),
    choices: [...rows(choices, 2), [done, { label: label.back, step: { do: "change", sketch } }]],
    remember: { sketch: chosen.length > 0 ? { ...sketch, named: chosen } : sketch, asking: "names", yes: null },
  }
}

/** The first name that this member never used, while they have others: once it is said whose it is, it is known. */
export async function askWho(scene: Scene, { sketch, all }: Asked, { memberId }: Of): Promise<Answer | null> {
  const { named = [] } = all
  if (named.length === 0 || memberId === undefined) return null
  const names = await hostNames(scene.world, memberId)
  const unknown = named.findIndex(({ name, is }) => !is && !names.some(({ folded }) => folded === foldName(name)))
  const asked = named[unknown]
  const others = knownHosts(names).filter(({ id }) => !named.some((one) => meant(one, names) === id))
  if (!asked || others.length === 0) return null
  const with_ = (is: string): Choice["step"] => ({
    do: "plan",
    sketch: { ...sketch, named: named.map((one, at) => (at === unknown ? { name: one.name, is } : one)) },
  })
  const { shows } = scene.say.words
  return {
    text: lines(shows.whoIs(asked.name)),
    choices: [
      ...rows(
        others.slice(0, shownMost).map(({ id, name }): Choice => ({ label: name, step: with_(id) })),
        2,
      ),
      [{ label: shows.someoneNew, step: with_("new"), style: "primary" }],
    ],
    remember: { sketch, asking: null, yes: null },
  }
}

/** Whom a name in a sketch means, as far as that is known. */
const meant = ({ name, is }: { name: string; is?: string }, names: readonly { id: string; folded: string }[]) =>
  is ?? names.find(({ folded }) => folded === foldName(name))?.id

/** Names written as the answer to who hosts, and nothing beside them. */
export function namesAnswered(reading: Reading, text: string): NonNullable<Sketch["named"]> | null {
  if (reading.answer !== null || saysMore(reading)) return null
  return namesListed(text)?.map((name) => ({ name })) ?? null
}
