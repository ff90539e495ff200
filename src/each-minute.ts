import { rollOver } from "./core/allowance.js"
import { currentCentre } from "./core/centre-store.js"
import { planDigests } from "./core/channels.js"
import { lookAfterCourses } from "./core/course-tick.js"
import { refreshDigests } from "./core/desk/living-digests.js"
import { drawDue } from "./core/draw.js"
import { freeExpired } from "./core/holds.js"
import { nudge, releaseNoShows } from "./core/no-shows.js"
import { serveWaitlist } from "./core/offers.js"
import { countRefusals } from "./core/refusals.js"
import { refreshCards } from "./core/request-cards.js"
import { lapseRequests } from "./core/requests.js"
import { forgetHourly } from "./core/retention.js"
import { fixRooms } from "./core/room-numbers.js"
import type { Freed, World } from "./core/world.js"
import { untraced } from "./log.js"

/**
 * What happens by itself, once a minute: what was kept and has lapsed is free, hours left of last month go over, whoever was promised
 * any room of a class is told its number in time, requests that nobody answered lapse, rooms that nobody came to are given up, courses
 * that too few came to are called off, ballots whose deadline has passed are drawn, digests of the day are put into the outbox, those
 * sent are brought up to date, once an hour what is kept too long is forgotten. Any number of replicas may do so at once; the outbox does
 * the rest.
 */
const steps: readonly ((world: World, now: Date) => Promise<unknown>)[] = [
  freeExpired,
  async function carryOver(world, now) {
    await rollOver(world, await currentCentre(world), now)
  },
  fixRooms,
  lapseRequests,
  refreshCards,
  releaseNoShows,
  nudge,
  drawDue,
  serveWaitlist,
  lookAfterCourses,
  planDigests,
  refreshDigests,
  countRefusals,
  forgetHourly,
]

/** @throws naming every step that failed; what fails keeps none of the others from being done */
export async function eachMinute(world: World): Promise<void> {
  const now = world.clock()
  const failed: { name: string; error: unknown }[] = []
  for (const step of steps) {
    await step(world, now).catch((error: unknown) => failed.push({ name: step.name, error }))
  }
  if (failed.length === 0) return
  throw new AggregateError(
    failed.map(({ error }) => error),
    failed.map(({ name, error }) => `${name}: ${error instanceof Error ? error.message : String(error)}`).join("; "),
  )
}

/** Whoever waits is served as soon as something is free, and again when more became free meanwhile; the minute tick makes up for a crash. */
export function servingLine(
  world: World,
  poke: () => void,
): { freed(what?: readonly Freed[]): void; done(): Promise<void> } {
  let running: Promise<void> | null = null
  let more: readonly Freed[] | "anything" | null = null
  const run = async (): Promise<void> => {
    while (more) {
      const what = more === "anything" ? undefined : more
      more = null
      if ((await serveWaitlist(world, world.clock(), what)) > 0) poke()
    }
  }
  return {
    freed: (what) => {
      more = what && more !== "anything" ? [...(more ?? []), ...what] : "anything"
      running ??= untraced(run)
        .catch((error: unknown) => world.log.error({ err: error }, "the waitlist was not served"))
        .finally(() => {
          running = null
        })
    },
    /** Once it is through with what it is at. */
    done: async () => void (await running),
  }
}
