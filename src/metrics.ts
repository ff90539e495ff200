import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client"
import type { Hear } from "./core/desk/turn.js"
import { dueNow, type Notice, type Settled } from "./core/notices.js"
import { latestBackup, type Rotation } from "./core/store/backup-rotation.js"
import type { World } from "./core/world.js"

/** What is counted elsewhere and told here. */
export type Told = {
  version: string
  /** Lines logged so far, by level. */
  lines: ReadonlyMap<string, number>
  /** Absent where the store's backups are not the desk's to make. */
  backups?: Rotation
}

/**
 * What an operator watches, in Prometheus' text format. Counters are this process's since it started; what is told of the outbox is the
 * whole store's, asked when it is read. Nothing personal is in any label.
 */
export function createMetrics(world: World, told: Told) {
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
  tellOfProcess(registry, told)
  const askStore = tellOfStore(registry, world)
  if (told.backups) tellOfBackups(registry, told.backups)
  return {
    contentType: registry.contentType,
    text: async () => {
      await askStore()
      return registry.metrics()
    },
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

/** Gauges that prom-client names like counters. */
const misnamed = ["nodejs_active_handles_total", "nodejs_active_requests_total", "nodejs_active_resources_total"]

function tellOfProcess(registry: Registry, { version, lines }: Told): void {
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  for (const name of misnamed) registry.removeSingleMetric(name)
  new Gauge({ name: "anchordesk_build_info", help: "Which version runs.", labelNames: ["version"], registers }).set(
    { version },
    1,
  )
  new Counter({
    name: "anchordesk_log_lines_total",
    help: "Lines logged, by level: error and fatal ones want somebody to look.",
    labelNames: ["level"],
    registers,
    collect() {
      this.reset()
      for (const level of ["warn", "error", "fatal"]) this.inc({ level }, lines.get(level) ?? 0)
    },
  })
}

/** While the store is away, its figures are left out rather than all of them refused. */
function tellOfStore(registry: Registry, world: World): () => Promise<void> {
  const { pool } = world.store
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `anchordesk_${name}`, help, labelNames, registers: [registry] })
  const due = gauge("notices_due", "Notices whose time has come and that are not sent yet.")
  const oldest = gauge("notices_oldest_due_seconds", "How long the oldest of them that could be sent has waited.")
  const connections = gauge("store_connections", "This process's connections to the store.", ["state"])
  const up = gauge("store_up", "Whether the store answers.")
  return async () => {
    const found = await dueNow(world).catch(() => null)
    up.set(found ? 1 : 0)
    for (const one of [due, oldest]) one.remove()
    connections.set({ state: "idle" }, pool.idleCount)
    connections.set({ state: "busy" }, pool.totalCount - pool.idleCount)
    connections.set({ state: "waited_for" }, pool.waitingCount)
    if (!found) return
    due.set(found.count)
    oldest.set(found.oldest ? Math.max(0, world.clock().getTime() - found.oldest.getTime()) / 1000 / world.speed : 0)
  }
}

function tellOfBackups(registry: Registry, backups: Rotation): void {
  const registers = [registry]
  new Gauge({
    name: "anchordesk_backup_last_success_timestamp_seconds",
    help: "When the latest nightly backup was made and read back; 0 before the first.",
    registers,
    async collect() {
      const latest = await latestBackup(backups.folder)
      this.set(latest ? latest.made.getTime() / 1000 : 0)
    },
  })
  new Counter({
    name: "anchordesk_backup_failures_total",
    help: "Nightly backups that could not be made.",
    registers,
    collect() {
      this.reset()
      this.inc(backups.failures())
    },
  })
}
