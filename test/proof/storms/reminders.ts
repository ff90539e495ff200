import { judge } from "../../support/outbox-judge.js"
import { type Meddle, ordinary, simulate, type Trouble } from "../../support/outbox-year.js"
import type { Measure } from "../measure.js"

const quietly: Trouble = { wait: 0, down: 0, reset: 0, lost: 0, refused: 0, dies: 0, stops: 0, minutes: [] }

async function lived(days: number, trouble: Trouble, { seed, meddle }: { seed: number; meddle: Meddle }) {
  const place = { zone: "Asia/Macau", from: "2026-11-23T06:00:00+08:00", days }
  const { figures, wrong } = judge(await simulate(place, { seed, trouble, meddle }))
  return { figures, violations: wrong }
}

/** R9. Shares as platforms show them on their worst days. */
export const reminderChaos: Measure = {
  id: "R9",
  promise:
    "platforms refuse, break off and lose answers, replicas die: each reminder comes, and twice only where that is logged",
  counts: "virtual days",
  times: { quick: 1, full: 365 },
  needs: [],
  plants: ["reminders vanish", "each is sent twice"],
  run({ seed, times, plant }) {
    const trouble = {
      ...ordinary,
      wait: 0.05,
      down: 0.05,
      reset: 0.03,
      lost: 0.02,
      dies: 0.02,
      twice: plant === "each is sent twice",
    }
    const meddle: Meddle = async (world, when) => {
      if (plant === "reminders vanish" && when === "day")
        await world.store.pool.query("delete from notice where state = 'due' and person_id <> 'p-m0'")
    }
    return lived(times, trouble, { seed, meddle })
  },
}

/** R10. Nobody sends for minutes, hours, or more than a day, while people go on booking, moving and cancelling. */
export const downtime: Measure = {
  id: "R10",
  promise:
    "after downtime each reminder that is still of use comes once, and each that is not is told of in the digest",
  counts: "virtual days",
  times: { quick: 2, full: 365 },
  needs: [],
  plants: ["what came due meanwhile is forgotten", "what is too late is kept silent"],
  run({ seed, times, plant }) {
    // Few days have long gaps too.
    const trouble = { ...quietly, stops: times < 5 ? 0.3 : 0.12, minutes: [5, 180, 26 * 60] }
    const meddle: Meddle = async (world, when) => {
      const { pool } = world.store
      if (plant === "what came due meanwhile is forgotten" && when === "recovering")
        await pool.query("delete from notice where state = 'due' and due_at <= $1", [world.clock()])
      if (plant === "what is too late is kept silent" && when === "telling")
        await pool.query("delete from notice where state = 'dropped'")
    }
    return lived(times, trouble, { seed, meddle })
  },
}
