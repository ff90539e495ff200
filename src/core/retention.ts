import { after, day, hour } from "./interval.js"
import { sweepHosts } from "./same-host.js"
import type { World } from "./world.js"

/** What is kept only so long. */
const keptMs = {
  /** First results of turns, for repeats. */
  turns: 48 * hour,
  /** Tries at codes. */
  attempts: 2 * hour,
  /** What became of notices: long enough for the digest and for questions. */
  notices: 30 * day,
  /** Invitations that were used or ran out. */
  invitations: 30 * day,
  /** Requests to join that nobody answered; those declined, after which one may ask again. */
  requests: 30 * day,
  declined: 7 * day,
  /** Broadcasts, sent or not. */
  broadcasts: 30 * day,
  /** Who wished for what in a ballot, after its last hour. What is published of it, without names, stays. */
  wishes: 90 * day,
  /** Who was in a course, and what was learnt, once it counts no more. */
  courses: 730 * day,
  /** Who hosted a show, where it was sold and watched: as long as a merchant asks who hosted last year's. Then only how many. */
  shows: 400 * day,
  /** Browsers of the web chat that nobody came back with; those of strangers are many and worth little. */
  strangers: 30 * day,
  browsers: 180 * day,
  /** The web chat's conversations, and the pictures and files in them; what strangers said there is worth little. */
  entries: 30 * day,
  files: 7 * day,
  strangersSaid: day,
}

/** Deletes what has been kept long enough. */
export async function forget(world: World, now: Date): Promise<void> {
  const { turn, attempt, notice, invitation, joinRequest, broadcast, link, boardPass, ballotEntry } = world.store.prisma
  await turn.deleteMany({ where: { at: { lt: after(now, -keptMs.turns) } } })
  await attempt.deleteMany({ where: { windowStart: { lt: after(now, -keptMs.attempts) } } })
  await notice.deleteMany({ where: { settledAt: { lt: after(now, -keptMs.notices) } } })
  await link.deleteMany({ where: { expiresAt: { lt: now } } })
  await boardPass.deleteMany({ where: { expiresAt: { lt: now } } })
  await invitation.deleteMany({ where: { expiresAt: { lt: after(now, -keptMs.invitations) } } })
  await joinRequest.deleteMany({
    where: {
      OR: [
        { at: { lt: after(now, -keptMs.requests) } },
        { status: "declined", at: { lt: after(now, -keptMs.declined) } },
      ],
    },
  })
  await broadcast.deleteMany({ where: { createdAt: { lt: after(now, -keptMs.broadcasts) } } })
  await ballotEntry.deleteMany({ where: { ballot: { endsAt: { lt: after(now, -keptMs.wishes) } } } })
  await forgetCourses(world, after(now, -keptMs.courses))
  await forgetShows(world, after(now, -keptMs.shows))
  await world.store.query({
    name: "forget-browsers",
    text: `delete from web_session s where s.seen_at < $1 or (s.seen_at < $2 and ${stranger})`,
    values: [after(now, -keptMs.browsers), after(now, -keptMs.strangers)],
  })
  for (const [table, ms] of [
    ["web_entry", keptMs.entries],
    ["web_file", keptMs.files],
  ] as const) {
    await world.store.query({
      name: `forget-${table}`,
      text: `delete from ${table} s where s.at < $1 or (s.at < $2 and ${stranger})`,
      values: [after(now, -ms), after(now, -keptMs.strangersSaid)],
    })
  }
}

const stranger = `not exists (select 1 from account a where a.platform = 'web' and a.user_id = s.user_id)`

async function forgetCourses({ store: { prisma } }: World, before: Date): Promise<void> {
  await prisma.courseSession.deleteMany({ where: { endsAt: { lt: before } } })
  const lastDay = before.toISOString().slice(0, 10)
  await prisma.qualification.deleteMany({
    where: { OR: [{ untilDay: { lt: lastDay } }, { idleDay: { lt: lastDay } }] },
  })
}

/** Names go with the last booking that has them. */
async function forgetShows(world: World, before: Date): Promise<void> {
  await world.store.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`update booking set show = null where show is not null and show <> '{}' and ends_at < ${before}`
    await tx.$executeRaw`delete from booking_host h using booking b where b.id = h.booking_id and b.ends_at < ${before}`
    await tx.$executeRaw`
      delete from host_name n where created_at < ${before} and not exists
        (select 1 from booking_host h join booking b on b.id = h.booking_id where h.host_id = n.host_id and b.member_id = n.member_id)`
    await sweepHosts(tx)
  })
}
