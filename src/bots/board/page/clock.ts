import { useEffect, useState } from "preact/hooks"

/** The centre's clock, as the server told it last: it goes on by this machine's, so many times as fast in a demonstration. */
export type Told = { now: number; speed: number; today: string; at: number }

export const told = (clock: { now: number; speed: number; today: string }): Told => ({ ...clock, at: Date.now() })

const nowBy = ({ now, speed, at }: Told): number => now + (Date.now() - at) * speed

/** The time, to the second or so. */
export function useNow(clock: Told): number {
  const [now, set] = useState(nowBy(clock))
  useEffect(() => {
    set(nowBy(clock))
    const timer = setInterval(() => set(nowBy(clock)), 1000)
    return () => clearInterval(timer)
  }, [clock])
  return now
}
