import { airTime } from "../../host.js"
import type { Booking, Show } from "../../outcome.js"
import type { Phrasing } from "../phrasing.js"

/** The show in words, a line each. */

type Session = Pick<Booking, "start" | "end"> & Partial<Pick<Booking, "setup" | "teardown">>

/** `2 hosts`, and who, as far as they are named. */
export function hostsLine(
  { words, list }: Phrasing,
  { hosts, named = [] }: Pick<Booking, "hosts"> & Partial<Booking>,
): string {
  const count = words.hosts(hosts)
  return named.length > 0 ? words.shows.hosts(count, list(named.map(({ name }) => name))) : count
}

/** When it is on air, where that is not all of the session. */
export function phasesLine(say: Phrasing, session: Session): string | false {
  const { setup = 0, teardown = 0, start, end } = session
  if (setup + teardown === 0) return false
  const length = (minutes: number): string | null => (minutes > 0 ? say.lengthShort(minutes) : null)
  return say.words.shows.phases({
    setup: length(setup),
    teardown: length(teardown),
    onAir: say.range(airTime({ start, end, setup, teardown })),
  })
}

/** As it is called in the language. */
export const platformName = ({ words }: Phrasing, name: string): string => words.shows.platforms[name] ?? name

export function showLines(say: Phrasing, { platform, category, link }: Show = {}): (string | false)[] {
  const { shows } = say.words
  return [
    platform !== undefined && shows.platform(platformName(say, platform)),
    category !== undefined && shows.category(category),
    link !== undefined && shows.link(link),
  ]
}
