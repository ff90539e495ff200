import { Counter, Gauge, Histogram, Registry } from "prom-client"
import type { Hear } from "./core/desk/turn.js"
import { dueNow, type Notice, type Settled } from "./core/notices.js"
import type { World } from "./core/world.js"

/**
 * What an operator watches, in Prometheus' text format. Counters are this process's since it started; `anchordesk_notices_due` is the
 * whole store's, asked when it is read. Nothing personal is in any label.
 */
export function createMetrics(world: World) {
  const registry = new Registry()
  const registers = [registry]
  const counted = (name: string, help: string) =>
    new Counter({ name: `anchordesk_notices_${name}_total`, help, labelNames: ["kind"], registers })
  const settledAs = {
    sent: counted("sent", "Notices that a platform took."),
    failed: counted("failed", "Notices that a platform will never take."),
    blocked: counted("blocked", "Notices to people who let nobody through."),
    dropped: counted("dropped", "Notices that were too late or no longer true."),
  }
  const retried = counted("retried", "Tries that are to be made again.")
  const late = new Histogram({
    name: "anchordesk_notice_late_seconds",
    help: "How long after it was due a notice was sent.",
    buckets: [0.5, 1, 5, 15, 30, 60, 300, 900, 3600],
    registers,
  })
  const turns = new Counter({
    name: "anchordesk_turns_total",
    help: "Messages and presses that were answered.",
    labelNames: ["platform"],
    registers,
  })
  const turnSeconds = new Histogram({
    name: "anchordesk_turn_seconds",
    help: "How long the desk took to answer one, before the platform sends it.",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  })
  new Gauge({
    name: "anchordesk_notices_due",
    help: "Notices whose time has come and that are not sent yet.",
    registers,
    async collect() {
      this.set((await dueNow(world)).count)
    },
  })
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    /** What became of one notice. */
    settled: ({ data, due }: Pick<Notice, "data" | "due">, outcome: Settled): void => {
      const { kind } = data
      if (outcome.is === "later") retried.inc({ kind })
      else settledAs[outcome.is].inc({ kind })
      if (outcome.is === "sent") late.observe(Math.max(0, world.clock().getTime() - due.getTime()) / 1000 / world.speed)
    },
    /** The same desk, with its turns counted and timed. */
    timed:
      (hear: Hear): Hear =>
      async (turn) => {
        const stop = turnSeconds.startTimer()
        const replies = await hear(turn)
        stop()
        turns.inc({ platform: turn.platform })
        return replies
      },
  }
}
