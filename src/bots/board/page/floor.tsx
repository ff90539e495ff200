import type { BoardDay } from "../json.js"
import type { Hours } from "./grid.js"
import { clock } from "./time.js"
import type { Words } from "./words/index.js"

/** How many anchors are on the floor, quarter by quarter, against what it takes. */

/** From this share on it is nearly full. */
const nearly = 0.85

const levelOf = (load: number, limit: number): string => (load >= limit ? "full" : load >= nearly * limit ? "high" : "")

export const loadAt = ({ floor, from, grid }: BoardDay, minute: number): number =>
  floor.load[Math.floor((minute - from) / grid)] ?? 0

/** In words: the most at once, and when. */
export function busiest({ floor: { load, limit }, from, grid }: BoardDay, w: Words): string {
  const most = Math.max(0, ...load)
  return w.busiest(most, limit, clock(from + Math.max(0, load.indexOf(most)) * grid))
}

export const FloorStrip = ({ day, hours, w }: { day: BoardDay; hours: Hours; w: Words }) => (
  <div class="floor">
    <p class="name" aria-hidden="true">
      <b>{w.floor}</b>
      <small>≤ {day.floor.limit}</small>
    </p>
    <Bars day={day} hours={hours} label={busiest(day, w)} />
  </div>
)

function Bars({ day, hours, label }: { day: BoardDay; hours: Hours; label: string }) {
  const { limit, load } = day.floor
  const quarters = (hours.to - hours.from) / day.grid
  const first = (hours.from - day.from) / day.grid
  return (
    <svg viewBox={`0 0 ${quarters} 100`} preserveAspectRatio="none" role="img" aria-label={label}>
      {Array.from({ length: quarters }, (_, n) => {
        const used = load[first + n] ?? 0
        const height = Math.min(100, (used / limit) * 100)
        return (
          used > 0 && (
            <rect key={n} class={levelOf(used, limit)} x={n + 0.06} width="0.88" y={100 - height} height={height} />
          )
        )
      })}
    </svg>
  )
}

/** The floor now, and over the day, where there is no grid to stand under. */
export const FloorCard = ({ day, minute, w }: { day: BoardDay; minute: number | null; w: Words }) => (
  <div class="overview floorcard">
    {minute !== null && <FloorNow day={day} minute={minute} w={w} />}
    <Bars day={day} hours={day} label={busiest(day, w)} />
    <small class="soft" aria-hidden="true">
      {busiest(day, w)}
    </small>
  </div>
)

/** The floor at this moment, as a gauge. */
export function FloorNow({ day, minute, w }: { day: BoardDay; minute: number; w: Words }) {
  const { limit } = day.floor
  const load = loadAt(day, minute)
  return (
    <p class={`gauge ${levelOf(load, limit)}`}>
      <i aria-hidden="true">
        <b style={{ width: `${Math.min(100, (load / limit) * 100)}%` }} />
      </i>
      {w.floorNow(load, limit)}
    </p>
  )
}
