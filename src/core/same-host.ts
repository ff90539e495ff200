import { createHash } from "node:crypto"
import { foldName, hostNames, knownHosts } from "./host.js"
import { type Ask, type Named, type Refused, refused } from "./outcome.js"
import type { Prisma } from "./store/generated/client.js"
import type { World } from "./world.js"
import { sqlState } from "./write.js"

/** Who is whom among hosts: what a member forgets, and what staff say. See docs/decisions/hosts.md. */

/** The hosts that the member acted for has named. */
export async function ownHosts(world: World, { actor }: Ask): Promise<Named[] | Refused> {
  return actor.member ? knownHosts(await hostNames(world, actor.member.id)) : refused({ why: "not_member" })
}

export type Forgotten = { is: "forgotten"; name: string } | Refused

/** A member forgets a host: every name, and whom they hosted for this member. How many hosts a session has stays. */
export async function forgetHost(world: World, { actor, now }: Ask, hostId: string): Promise<Forgotten> {
  const { member } = actor
  if (!member) return refused({ why: "not_member" })
  const host = knownHosts(await hostNames(world, member.id)).find(({ id }) => id === hostId)
  if (!host) return refused({ why: "not_found" })
  await world.store.prisma.$transaction(async (tx) => {
    await forgetNames(tx, { memberId: member.id, hostIds: [hostId] })
    // The name itself is what was to be forgotten: no entry repeats it.
    await tx.audit.create({
      data: {
        at: now,
        personId: actor.person.id,
        memberId: member.id,
        via: actor.via,
        action: "forget_host",
        entity: `host:${hostId}`,
        data: {},
      },
    })
  })
  return { is: "forgotten", name: host.name }
}

/** Takes hosts out of one member's bookings and names; whoever nobody names any more is gone. Bookings that change get a new version. */
export async function forgetNames(
  tx: Prisma.TransactionClient,
  { memberId, hostIds }: { memberId: string; hostIds: readonly string[] },
): Promise<void> {
  const ids = [...hostIds]
  await tx.$executeRaw`
    delete from booking_host h using booking b where b.id = h.booking_id and b.member_id = ${memberId} and h.host_id = any(${ids}::text[])`
  await tx.hostName.deleteMany({ where: { memberId, hostId: { in: ids } } })
  await tx.$executeRaw`delete from turn t where exists (select 1 from unnest(${ids}::text[]) host where position(host in t.outcome::text) > 0)`
  await sweepHosts(tx)
}

/** Hosts without a name and without a show are nobody. */
export const sweepHosts = (tx: Prisma.TransactionClient): Promise<number> => tx.$executeRaw`
  delete from host o where not exists (select 1 from host_name n where n.host_id = o.id)
     and not exists (select 1 from booking_host b where b.host_id = o.id)
     and (o.same_as is null or not exists (select 1 from host s where s.id = o.same_as))`

export type HostCard = { id: string; name: string; members: readonly { id: string; name: string; calls: string }[] }

const foundMost = 12

/** Staff: hosts that somebody calls by these words, with who calls them what. */
export async function findHosts(world: World, { actor }: Ask, part: string): Promise<HostCard[] | Refused> {
  if (!actor.person.staff) return refused({ why: "not_staff" })
  const { rows } = await world.store.query<{ id: string }>({
    name: "find-hosts",
    text: `select host_id as id from host_name where position($1 in folded) > 0 group by host_id order by min(place) limit ${foundMost}`,
    values: [foldName(part)],
  })
  return hostCards(
    world,
    rows.map(({ id }) => id),
  )
}

/** Staff: one of them. */
export async function hostCard(world: World, { actor }: Ask, id: string): Promise<HostCard | Refused> {
  if (!actor.person.staff) return refused({ why: "not_staff" })
  const [card] = await hostCards(world, [id])
  return card ?? refused({ why: "not_found" })
}

async function hostCards(world: World, ids: readonly string[]): Promise<HostCard[]> {
  const names = await world.store.prisma.hostName.findMany({
    where: { hostId: { in: [...ids] } },
    include: { member: { select: { name: true } } },
    orderBy: { place: "asc" },
  })
  return ids.flatMap((id) => {
    const own = names.filter(({ hostId }) => hostId === id)
    const [first] = own
    const members = own
      .filter(({ memberId }, n) => own.findIndex((other) => other.memberId === memberId) === n)
      .map(({ memberId, member, name }) => ({ id: memberId, name: member.name, calls: name }))
    return first ? [{ id, name: first.name, members }] : []
  })
}

export type Merged = { is: "merged"; names: readonly [string, string] } | { is: "clash" } | Refused

/** Staff: two are one person. Refused where they are on air at once already. */
export async function sameHost(world: World, ask: Ask, { id, as }: { id: string; as: string }): Promise<Merged> {
  const one = await hostCard(world, ask, id)
  const other = await hostCard(world, ask, as)
  if ("is" in one) return one
  if ("is" in other) return other
  if (id === as) return refused({ why: "not_found" })
  try {
    const { person, via } = ask.actor
    await world.store.query({ name: "same-host", text: merging, values: [id, as, ask.now, person.id, via] })
  } catch (error) {
    if (sqlState(error) === "23P01") return { is: "clash" }
    throw error
  }
  return { is: "merged", names: [one.name, other.name] }
}

/** One statement: all of it, or none. Who hosts a session under both names hosts it once. */
const merging = `
with twice as (
  delete from booking_host h where host_id = $1 and exists
    (select 1 from booking_host o where o.booking_id = h.booking_id and o.host_id = $2)),
moved as (
  update booking_host h set host_id = $2 where host_id = $1 and not exists
    (select 1 from booking_host o where o.booking_id = h.booking_id and o.host_id = $2)),
called as (update host_name set host_id = $2 where host_id = $1),
known as (update host set same_as = case when id = $2 then null else $2 end where id in ($1, $2) or same_as = $1)
insert into audit (at, person_id, via, action, entity, data)
values ($3, $4, $5, 'same_host', 'host:' || $1, jsonb_build_object('as', $2::text))`

/** Staff: whom one member calls by these names is another person than whom the others do. */
export async function otherHost(
  world: World,
  ask: Ask,
  { id, memberId }: { id: string; memberId: string },
): Promise<{ is: "parted"; name: string; member: string } | Refused> {
  const card = await hostCard(world, ask, id)
  if ("is" in card) return card
  const theirs = card.members.find((member) => member.id === memberId)
  if (!theirs || card.members.length < 2) return refused({ why: "not_found" })
  const fresh = createHash("sha256")
    .update(JSON.stringify(["apart", memberId, id]))
    .digest("hex")
    .slice(0, 16)
  await world.store.prisma.$transaction(async (tx) => {
    await tx.host.upsert({ where: { id: fresh }, create: { id: fresh, createdAt: ask.now }, update: { sameAs: null } })
    await tx.$executeRaw`update booking_host h set host_id = ${fresh} from booking b
      where b.id = h.booking_id and b.member_id = ${memberId} and h.host_id = ${id}`
    await tx.hostName.updateMany({ where: { hostId: id, memberId }, data: { hostId: fresh } })
    await tx.audit.create({
      data: {
        at: ask.now,
        personId: ask.actor.person.id,
        memberId,
        via: ask.actor.via,
        action: "other_host",
        entity: `host:${id}`,
        data: {},
      },
    })
  })
  return { is: "parted", name: theirs.calls, member: theirs.name }
}
