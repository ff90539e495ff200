import { deviceCodes } from "./browsers.js"
import { currentCentre } from "./centre-store.js"
import { after, day, hour } from "./interval.js"
import { first } from "./once.js"
import { sweepHosts } from "./same-host.js"
import type { World } from "./world.js"

/** What nobody looks at later, so that no centre chooses how long. */
const keptMs = {
  /** First results of turns, for repeats. */
  turns: 48 * hour,
  /** Tries at codes. */
  attempts: 2 * hour,
  /** Codes for another device, which are good for ten minutes. */
  codes: hour,
  /** Requests to join that were declined, after which one may ask again. */
  declined: 7 * day,
  /** What strangers said in the web chat is worth little. */
  strangersSaid: day,
}

/** Once an hour, by one of the replicas: it is a matter of days, and looks through much that everybody else waits for. */
export async function forgetHourly(world: World, now: Date): Promise<void> {
  if (await first(world, `forget:${now.toISOString().slice(0, 13)}`, now)) await forget(world, now)
}

/** Deletes what has been kept long enough: so many days as the centre's file says. */
export async function forget(world: World, now: Date): Promise<void> {
  const { retention } = await currentCentre(world)
  const before = (kept: keyof typeof retention): Date => after(now, -retention[kept] * day)
  const { turn, attempt, invitation, joinRequest, broadcast, link, boardPass, ballotEntry } = world.store.prisma
  await turn.deleteMany({ where: { at: { lt: after(now, -keptMs.turns) } } })
  await attempt.deleteMany({ where: { windowStart: { lt: after(now, -keptMs.attempts) } } })
  await forgetMessages(world, { settled: before("messages"), now })
  await link.deleteMany({ where: { expiresAt: { lt: now } } })
  await boardPass.deleteMany({ where: { expiresAt: { lt: now } } })
  await invitation.deleteMany({ where: { expiresAt: { lt: before("invitations") } } })
  await joinRequest.deleteMany({
    where: {
      OR: [{ at: { lt: before("requests") } }, { status: "declined", at: { lt: after(now, -keptMs.declined) } }],
    },
  })
  await broadcast.deleteMany({ where: { createdAt: { lt: before("messages") } } })
  await ballotEntry.deleteMany({ where: { ballot: { endsAt: { lt: before("wishes") } } } })
  await forgetCourses(world, before("courses"))
  await forgetShows(world, before("shows"))
  await forgetWho(world, { audit: before("audit"), bookings: before("bookings") })
  await world.store.query({
    name: "forget-browsers",
    text: `delete from web_session s where s.seen_at < $1 or (s.seen_at < $2 and ${stranger})
           or (s.seen_at < $3 and s.token_hash like $4)`,
    values: [before("browsers"), before("strangers"), after(now, -keptMs.codes), `${deviceCodes}%`],
  })
  for (const [table, since] of [
    ["web_entry", before("conversations")],
    ["web_file", before("files")],
  ] as const) {
    await world.store.query({
      name: `forget-${table}`,
      text: `delete from ${table} s where s.at < $1 or (s.at < $2 and ${stranger})`,
      values: [since, after(now, -keptMs.strangersSaid)],
    })
  }
}

const stranger = `not exists (select 1 from account a where a.platform = 'web' and a.user_id = s.user_id)`

/** What was said of a session that is still to come is not said again: one booking will do, and is found by its key. */
async function forgetMessages({ store: { prisma } }: World, before: { settled: Date; now: Date }): Promise<void> {
  await prisma.$executeRaw`
    delete from notice n where settled_at < ${before.settled} and
      (select true from booking b where b.id = n.booking_id and b.ends_at > ${before.now}) is null`
}

async function forgetCourses({ store: { prisma } }: World, before: Date): Promise<void> {
  await prisma.courseSession.deleteMany({ where: { endsAt: { lt: before } } })
  const lastDay = before.toISOString().slice(0, 10)
  await prisma.qualification.deleteMany({
    where: { OR: [{ untilDay: { lt: lastDay } }, { idleDay: { lt: lastDay } }] },
  })
}

/** Names go with the last booking that has them. Each step by itself: what one leaves undone is done the next time. */
async function forgetShows({ store: { prisma } }: World, before: Date): Promise<void> {
  await prisma.$executeRaw`update booking set show = null where show is not null and show <> '{}' and ends_at < ${before}`
  await prisma.$executeRaw`delete from booking_host h using booking b where b.id = h.booking_id and b.ends_at < ${before}`
  // One booking will do: an anti-join would read all of them.
  await prisma.$executeRaw`
    delete from host_name n where created_at < ${before} and
      (select true from booking_host h join booking b on b.id = h.booking_id
        where h.host_id = n.host_id and b.member_id = n.member_id limit 1) is null`
  await sweepHosts(prisma)
}

/** Who booked, and what they called it, long after it was over; who did what, long after it was done. What happened stays. */
async function forgetWho({ store: { prisma } }: World, before: { audit: Date; bookings: Date }): Promise<void> {
  await prisma.$executeRaw`
    update booking set made_by_id = null, title = null
     where ends_at < ${before.bookings} and (made_by_id is not null or title is not null)`
  await prisma.$executeRaw`
    update audit set person_id = null, data = data - 'text' - 'reason' - 'name',
                     entity = case when entity like 'person:%' then 'person' else entity end
     where at < ${before.audit}
       and (person_id is not null or entity like 'person:%' or jsonb_exists_any(data, array['text', 'reason', 'name']))`
}
