import { type OfferNow, offersTo } from "../../offers.js"
import type { Phrasing } from "../phrasing.js"
import { type Answer, lines, type Scene } from "../scene.js"

/** What became free, as it is offered. */

/** Their turn has come. */
export function offered(say: Phrasing, id: string, { slot, until, member, wish, yes }: OfferNow): Answer {
  const { waitlist, requests } = say.words
  return {
    text: [
      [{ bold: waitlist.offer(say.slot(slot)) }],
      ...lines(
        wish.extends !== undefined && waitlist.goesOn(say.time(slot.end)),
        yes.length > 0 && requests.needs(say.list(yes.map((why) => requests.for[why]))),
        waitlist.kept(say.time(until)),
      ),
    ],
    whose: member,
    choices: [
      [
        { label: waitlist.take, step: { do: "take", offer: id }, style: "primary" },
        { label: waitlist.pass, step: { do: "pass", offer: id } },
      ],
    ],
  }
}

/** The offer that whoever was just refused something has had already: it is kept for them, which is why it seems taken. */
export async function offeredAlready(scene: Scene, meets: (offer: OfferNow) => boolean): Promise<Answer | null> {
  const offer = (await offersTo(scene.world, scene.ask)).find(meets)
  return offer ? offered(scene.say, offer.id, offer) : null
}
