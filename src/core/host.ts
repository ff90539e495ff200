import { createHash } from "node:crypto"
import { Converter } from "opencc-js/t2cn"
import { after, day, type Interval, minute, overlaps } from "./interval.js"
import type { Booking, HostWish, Named, Phases } from "./outcome.js"
import type { World } from "./world.js"
import type { Write } from "./write.js"

/**
 * Hosts by name. A host belongs to no member, and is on air once at a time whoever for; but what they are called is each member's own,
 * and nobody learns for whom else they work. Who is whom: docs/decisions/hosts.md.
 */

/** When a host is taken: on air, and the rest after it. */
export type OnAir = Interval & { host: string }

/** Who is meant by the names of a wish, what must be written for that, and when those hosts are taken otherwise. */
export type Cast = { named: readonly Named[]; write: Pick<Write, "hosts" | "host_names">; onAir: readonly OnAir[] }

const simplified = Converter({ from: "t", to: "cn" })
const marks = /[\p{M}\p{Cf}]/gu
const between = /[\p{P}\p{S}\p{Z}\s]+/gu
const han = /^\p{Script=Han}+$/u

/** A name as names are compared: one width, one case, one Chinese script, no accents. 陳美 is 陈美, and "ANA  Sá" is "ana sa". */
export function foldName(name: string): string {
  const plain = simplified(name.normalize("NFKC").toLowerCase()).normalize("NFD").replace(marks, "")
  const words = plain.replace(between, " ").trim().normalize("NFC")
  return han.test(words.replaceAll(" ", "")) ? words.replaceAll(" ", "") : words
}

/** A name that is said twice is one host. */
export const countNames = (wishes: readonly HostWish[]): number =>
  new Set(wishes.map(({ name }) => foldName(name))).size

const titles = new Set(["miss", "ms", "mr", "mrs", "dr", "sr", "sra", "dona", "ah", "dj", "auntie", "uncle", "teacher"])
const called = /^[阿小老大]|(?:小姐|先生|老师|太太|女士|经理|师傅|同学|主播|[姐哥仔妹姨叔总])$/u

/** Is it somebody's whole name, by which they are the same person whoever says it? A first name or a nickname is not. */
export function isFullName(folded: string): boolean {
  if (han.test(folded)) return folded.length >= 3 && !called.test(folded)
  const words = folded.split(" ")
  return words.length > 1 && words.every((word) => word.length > 1) && !titles.has(words[0] ?? "")
}

const idOf = (...of: string[]): string => createHash("sha256").update(JSON.stringify(of)).digest("hex").slice(0, 16)

/** The same name has the same id, whoever says it first: two at once become one. */
const newIdOf = (memberId: string, folded: string): string =>
  isFullName(folded) ? idOf("full", folded) : idOf("short", memberId, folded)

export type KnownHost = Named & { folded: string }

/** Every name that a member has for hosts, those of one host together, the first one first. */
export async function hostNames(world: World, memberId: string): Promise<KnownHost[]> {
  const { rows } = await world.store.query<KnownHost>({
    name: "host-names",
    text: `select host_id as id, name, folded from host_name where member_id = $1
            order by min(place) over (partition by host_id), place`,
    values: [memberId],
  })
  return rows
}

/** Each host of a member once, as they are shown. */
export const knownHosts = (names: readonly KnownHost[]): Named[] =>
  names.filter(({ id }, n) => names.findIndex((other) => other.id === id) === n).map(({ id, name }) => ({ id, name }))

/** Hosts by what their member calls them; one whose name was forgotten is nobody any more. */
export async function withNames(world: World, memberId: string, hosts: readonly { id: string }[]): Promise<Named[]> {
  if (hosts.length === 0) return []
  const ids = new Set(hosts.map(({ id }) => id))
  return knownHosts(await hostNames(world, memberId)).filter(({ id }) => ids.has(id))
}

/** Whom a wish's names mean: a name they have, else a host of theirs by another name, else somebody new to them. */
async function castFor(world: World, memberId: string, wishes: readonly HostWish[]): Promise<Omit<Cast, "onAir">> {
  const names = await hostNames(world, memberId)
  const found = wishes.map((wish) => {
    const folded = foldName(wish.name)
    const known = names.find((one) => one.folded === folded)?.id
    const alias = names.find((one) => one.id === wish.is)?.id
    return { wish, folded, id: known ?? alias ?? newIdOf(memberId, folded), known: known !== undefined }
  })
  const merged = await world.store.prisma.host.findMany({
    where: { id: { in: found.map(({ id }) => id) }, sameAs: { not: null } },
  })
  const same = new Map(merged.map(({ id, sameAs }) => [id, sameAs ?? id]))
  const hosts = found.map((one) => ({ ...one, id: same.get(one.id) ?? one.id }))
  const shown = new Map(knownHosts(names).map(({ id, name }) => [id, name]))
  const unknown = hosts.filter(({ known }) => !known)
  const named = hosts.filter(({ id }, n) => hosts.findIndex((other) => other.id === id) === n)
  return {
    named: named.map(({ id, wish }) => ({ id, name: shown.get(id) ?? wish.name })),
    write: {
      hosts: unknown.map(({ id }) => ({ id })),
      host_names: unknown.map(({ id, folded, wish }) => ({
        member_id: memberId,
        folded,
        host_id: id,
        name: wish.name,
      })),
    },
  }
}

/** Further away than this, nothing is offered instead. */
const around = day

/** @param except bookings that are about to be written anew */
export async function castOf(
  world: World,
  about: { memberId: string; wishes: readonly HostWish[]; window: Interval; except: readonly string[] },
): Promise<Cast> {
  const cast = await castFor(world, about.memberId, about.wishes)
  const window = { start: after(about.window.start, -2 * around), end: after(about.window.end, 2 * around) }
  const hosts = cast.named.map(({ id }) => id)
  return { ...cast, onAir: await onAir(world, { hosts, window, except: about.except }) }
}

/** When these hosts are taken, by any member's bookings. */
export async function onAir(
  world: World,
  { hosts, window, except }: { hosts: readonly string[]; window: Interval; except: readonly string[] },
): Promise<OnAir[]> {
  if (hosts.length === 0) return []
  const { rows } = await world.store.query<OnAir>({
    name: "on-air",
    text: `select host_id as host, starts_at as start, ends_at as end from booking_host
            where host_id = any($1) and ends_at > $2 and starts_at < $3 and booking_id <> all($4) order by starts_at`,
    values: [hosts, window.start, window.end, except],
  })
  return rows
}

/** The part of a session that is on air. */
export const airTime = ({ start, end, setup, teardown }: Interval & Phases): Interval => ({
  start: after(start, setup * minute),
  end: after(end, -teardown * minute),
})

/** From when until when a session has its hosts. */
export function hostTime(session: Interval & Phases, rest: number): Interval {
  const { start, end } = airTime(session)
  return { start, end: after(end, rest * minute) }
}

/** Who of them is taken then, and until when. */
export function clash(
  named: readonly Named[],
  taken: readonly OnAir[],
  then: Interval,
): { host: Named; until: Date } | null {
  for (const host of named) {
    const other = taken.find((one) => one.host === host.id && overlaps(one, then))
    if (other) return { host, until: other.end }
  }
  return null
}

/** Where a session with these phases cannot lie for what its hosts do otherwise. */
export const blockedBy = (taken: readonly OnAir[], { setup, teardown }: Phases, rest: number): Interval[] =>
  taken
    .map(({ start, end }) => ({
      start: after(start, (teardown - rest) * minute),
      end: after(end, -setup * minute),
    }))
    .filter(({ start, end }) => start < end)

/** When hosts are taken by a booking, for trying a plan on. */
export const takenBy = (booking: Booking, rest: number): OnAir[] =>
  booking.named.map(({ id }) => ({ host: id, ...hostTime(booking, rest) }))

/** The rows that give a booking its hosts; `had`: it had some before. */
export const hostRows = (
  booking: Pick<Booking, "id" | "named">,
  { cast, had }: { cast?: Cast | undefined; had: boolean },
): Pick<Write, "hosts" | "host_names" | "booking_hosts"> => {
  const { id: booking_id, named } = booking
  if (named.length === 0) return had ? { booking_hosts: [{ booking_id, host_id: null }] } : {}
  return { ...cast?.write, booking_hosts: named.map(({ id }) => ({ booking_id, host_id: id })) }
}
