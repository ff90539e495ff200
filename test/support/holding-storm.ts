import { book, move } from "../../src/core/booking.js"
import { dropHold, freeExpired, holdId } from "../../src/core/holds.js"
import { after, minute } from "../../src/core/interval.js"
import { quoteAllAndKeep, quoteAndKeep } from "../../src/core/keeping.js"
import type { Quote, Refusal, Wish } from "../../src/core/outcome.js"
import { quote, quoteMove } from "../../src/core/quote.js"
import { bookSeries, quoteSeries } from "../../src/core/series.js"
import type { Turn } from "./storm.js"
import type { Answer } from "./told.js"
import { ask } from "./world.js"

/**
 * Confirmation cards amid the storm: of a booking, a change of one, a series. What a card keeps is in everybody else's way, and is
 * booked, dropped, lapses, or makes way for what the next card keeps.
 */

type Card = {
  wish: Wish
  nightly: (wish: Wish) => Wish[]
  elsewhere: (turn: Turn, id: string) => Promise<Parameters<typeof move>[3]>
}
/** `promised`: what nobody else can have while it is kept. */
type Shown = { answer: Answer; promised: Quote | null; confirm: (() => Promise<Answer>) | null }
type Confirmable = Shown & { confirm: () => Promise<Answer> }

export async function cards(turn: Turn, card: Card): Promise<void> {
  const { world, random, by, tell } = turn
  const shown = await show(turn, card)
  if (!shown) return
  const dice = random.next()
  if (dice < 0.5) return confirmed(turn, shown)
  if (dice < 0.65) {
    const next = await show(turn, card)
    return next ? confirmed(turn, next) : undefined
  }
  if (dice < 0.8) {
    await dropHold(world, by.actor.person.id)
    return tell({ is: "dropped", bookings: [] })
  }
  if (dice < 0.88) {
    // It lapsed before they tapped.
    await freeExpired(world, after(by.now, 10 * minute))
    tell({ is: "late", bookings: [] })
    return tell(await shown.confirm())
  }
}

async function show(turn: Turn, card: Card): Promise<Confirmable | null> {
  const dice = turn.random.next()
  const shown = await (dice < 0.3 ? one(turn, card.wish) : dice < 0.7 ? change(turn, card) : several(turn, card))
  turn.tell(shown.answer)
  return shown.confirm ? { ...shown, confirm: shown.confirm } : null
}

const again = ({ world, by }: Turn) => ask(world, by.actor)
const none = { promised: null, confirm: null }

async function one(turn: Turn, wish: Wish): Promise<Shown> {
  const { world, by } = turn
  const shown = await quoteAndKeep(world, by, () => quote(world, by, wish))
  if (shown.is === "refused") return { answer: shown, ...none }
  if (shown.until === null) return { answer: { is: "not_kept", bookings: [] }, ...none }
  return {
    answer: { is: "kept", bookings: [] },
    promised: shown.quote,
    confirm: () => book(world, again(turn), certain(wish, shown.quote)),
  }
}

/** Just what the card shows. */
const certain = (wish: Wish, { room, roomClass, nth }: Quote): Wish => ({
  ...wish,
  room: roomClass === null ? { room } : { class: roomClass },
  nth,
})

async function change(turn: Turn, { elsewhere, wish }: Card): Promise<Shown> {
  const { world, by, random, mine } = turn
  if (mine.length === 0) return one(turn, wish)
  const id = random.pick(mine)
  const to = await elsewhere(turn, id)
  const shown = await quoteAndKeep(world, by, () => quoteMove(world, by, id, to))
  if (shown.is === "refused") return { answer: shown, ...none }
  if (shown.until === null) return { answer: { is: "not_kept", bookings: [] }, ...none }
  return {
    answer: { is: "kept_to_move", bookings: [] },
    promised: null,
    confirm: async () => {
      const moved = await move(world, again(turn), id, to)
      return moved.is === "moved" ? { is: "moved_as_kept", bookings: [moved.booking] } : moved
    },
  }
}

async function several(turn: Turn, { wish, nightly }: Card): Promise<Shown> {
  const { world, by } = turn
  const wishes = nightly(wish)
  const shown = await quoteAllAndKeep(world, by, () => quoteSeries(world, by, wishes))
  if (!Array.isArray(shown)) return { answer: shown, ...none }
  const sessions = shown.flatMap((session, n) => {
    const wished = wishes[n]
    return session.is === "fits" && wished ? [{ wish: certain(wished, session.quote), quote: session.quote }] : []
  })
  const [first] = sessions
  const answer = { is: sessions.length > 1 ? "kept_series" : `kept_of_series_${sessions.length}`, bookings: [] }
  if (!first) return { answer, ...none }
  return {
    answer,
    promised: first.quote,
    confirm: async () => {
      const wishes = sessions.map(({ wish }) => wish)
      const done = await bookSeries(world, again(turn), wishes)
      return done.is === "done" ? { is: "series_as_kept", bookings: done.bookings } : done
    },
  }
}

const taken: ReadonlySet<Refusal["why"]> = new Set(["taken", "floor_full", "gear_short"])

/** The tap on the card. As long as it is kept for them, nobody else can have it. */
async function confirmed(turn: Turn, { promised, confirm }: Confirmable): Promise<void> {
  const { world, by, tell, told } = turn
  const done = await confirm()
  tell(done)
  if (!promised || !("refusal" in done) || !done.refusal || !taken.has(done.refusal.why)) return
  const hold = await world.store.prisma.hold.findUnique({ where: { id: holdId(by.actor.person.id) } })
  const still = hold?.roomId === promised.room && hold.startsAt.getTime() === promised.start.getTime()
  if (still) told.broken.push(`kept, and told ${done.refusal.why}: ${JSON.stringify(hold)}`)
}
