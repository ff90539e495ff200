import { setTimeout as sleep } from "node:timers/promises"
import cron from "node-cron"
import type { Logger } from "pino"
import { board } from "./bots/board/index.js"
import { createHttp } from "./bots/http.js"
import { slack } from "./bots/slack/index.js"
import { telegram } from "./bots/telegram/index.js"
import { web } from "./bots/web/index.js"
import { type Config, clockOf } from "./config.js"
import { applyConfiguredCentre } from "./configured-centre.js"
import { browsers } from "./core/browsers.js"
import { currentCentre } from "./core/centre-store.js"
import { boardOf } from "./core/desk/board.js"
import { commandMenu } from "./core/desk/commands.js"
import { keepDelivering } from "./core/desk/deliver.js"
import { createDesk } from "./core/desk/desk.js"
import { freeTimes } from "./core/desk/free-times.js"
import type { Platform } from "./core/desk/turn.js"
import { words } from "./core/desk/words/index.js"
import { newId } from "./core/ids.js"
import { OperatorError } from "./core/members.js"
import { first } from "./core/once.js"
import { backupsIn, type Rotation, rotation } from "./core/store/backup-rotation.js"
import type { Store } from "./core/store/open.js"
import { webHistory } from "./core/web-history.js"
import type { World } from "./core/world.js"
import { demoPeople } from "./demo.js"
import { keepArriving } from "./demo-floor.js"
import { eachMinute, servingLine } from "./each-minute.js"
import { traced, untraced } from "./log.js"
import { createMetrics } from "./metrics.js"
import { operatingRoutes } from "./operating.js"
import { version } from "./version.js"

/**
 * The service, wired: store → desk → platforms, the outbox, and the minute tick. The only file that sees everything.
 */

/** `lines`: how many were logged, by level. */
export type Opened = { store: Store; log: Logger; lines: ReadonlyMap<string, number> }
export type Service = { address: string; stop(): Promise<void> }

/** @throws when it cannot serve; then the store is closed again */
export async function serve(config: Config, opened: Opened): Promise<Service> {
  try {
    return await serveOn(opened, config)
  } catch (error) {
    await opened.store.close()
    throw error
  }
}

async function serveOn({ store, log, lines }: Opened, config: Config): Promise<Service> {
  const pages = config.publicUrl ?? `http://${config.host}:${config.port}`
  const world: World = { store, clock: clockOf(config, Date.now), newId, speed: config.clock.speed, log, pages }
  const applied = await applyConfiguredCentre(world, config)
  if (applied.is === "refused")
    throw new OperatorError(`the centre file was not applied, it would break: ${applied.conflicts.join("; ")}`)
  const http = createHttp({ host: config.host, publicUrl: config.publicUrl, log })
  const backups = keepsBackups(store, config) ? rotation(store.jobs, backupsIn(config.dataDir)) : undefined
  const metrics = createMetrics(world, { version: version(), lines, ...(backups && { backups }) })
  let started = false
  operatingRoutes(world, http, { metrics, started: () => started, machine: Date.now })
  const platforms = await platformsOf(world, config, { http, log })
  const desk = createDesk(world, (room) => platforms.flatMap((platform) => platform.door?.(room) ?? []))
  const delivering = keepDelivering(world, {
    phrase: desk.phrase,
    settled: metrics.settled,
    send: async (address, reply) => {
      const platform = platforms.find(({ name }) => address.startsWith(`${name}:`))
      return platform ? platform.send(address, reply) : null
    },
  })
  const poke = (): void => untraced(delivering.poke)
  const hear = metrics.timed(async (turn) => {
    const replies = await desk.hear(turn)
    poke()
    return replies
  })
  const line = servingLine(world, poke)
  world.freed = line.freed
  const silence = async (...ending: (() => Promise<void> | undefined)[]): Promise<void> => {
    const stops = platforms.map((platform) => patiently(platform.stop()))
    await Promise.all([delivering.stop(), ...stops, ...ending.map((end) => end())])
    await line.done()
    await http.close()
  }
  const open = async (): Promise<string> => {
    for (const platform of platforms) await platform.start(traced(hear, log, () => performance.now()))
    return http.listen({ host: config.host, port: config.port })
  }
  const address = await open().catch(async (error: unknown) => {
    // Whatever still ran would keep a process alive that serves nobody.
    await silence()
    throw error
  })
  const ticking = minuteTick(world, { poke, backups })
  const arriving = config.demo ? keepArriving(world) : undefined
  started = true
  log.info({ store: store.kind, platforms: platforms.map(({ name }) => name), address }, "open")
  store.failed.catch((error: unknown) => {
    log.fatal({ err: error }, "the store is gone")
    process.exit(1)
  })
  return {
    address: config.publicUrl ?? address,
    async stop() {
      started = false
      await silence(ticking.stop, () => arriving?.stop())
      await store.close()
      log.info("closed")
    },
  }
}

/** A process has 20 s to end in. A platform that hangs is left: what it has not confirmed comes again. */
const patiently = (stop: Promise<void>): Promise<void> => Promise.race([stop, sleep(13_000, undefined, { ref: false })])

type Deps = { http: ReturnType<typeof createHttp>; log: Logger }

async function platformsOf(world: World, config: Config, { http, log }: Deps): Promise<Platform[]> {
  const machine = (): Date => new Date(Date.now())
  const demo = config.demo ? await demoPeople(world) : undefined
  const secureCookies = config.publicUrl?.startsWith("https:") ?? false
  const boards = boardOf(world)
  return [
    web(
      { secureCookies, publicUrl: config.publicUrl },
      {
        http,
        log,
        now: machine,
        clock: world.clock,
        sessions: browsers(world),
        inbox: webHistory(world),
        demo,
        centre: async () => (await currentCentre(world)).name,
      },
    ),
    board(
      { secureCookies, publicUrl: config.publicUrl },
      { ...boards, http, log, now: machine, demo: demo && (async () => boards.openAs(await demo.atTheDesk())) },
    ),
    ...(config.telegram
      ? [telegram(config.telegram, { http, log, now: Date.now, menus: menus(), app: timesPage(world) })]
      : []),
    ...(config.slack ? [slack(config.slack, { http, log, now: machine })] : []),
  ]
}

/** A Postgres is backed up by its own means, and a demonstration's days fly by. */
const keepsBackups = ({ kind }: Store, { demo }: Config): boolean => kind === "pglite" && !demo

/** The page of free times, for whoever Telegram says has opened it. */
const timesPage = (world: World) => ({
  label: [words["zh-Hant"], words.en].map(({ picker }) => picker.menu).join(" · "),
  times: (userId: string, about: { day?: string | undefined; hosts?: number | undefined }) =>
    freeTimes(world, { platform: "telegram", userId, address: `telegram:${userId}` }, about),
  first: (what: string) => first(world, what, world.clock()),
})

/** Telegram tells languages apart by two letters, so there is one Chinese menu; everybody else reads English. */
const menus = () => [
  { commands: commandMenu("en") },
  { language: "zh", commands: commandMenu("zh-Hant") },
  { language: "pt", commands: commandMenu("pt") },
]

/** Wakes once a minute; then the night's backup. */
function minuteTick(world: World, { poke, backups }: { poke: () => void; backups: Rotation | undefined }) {
  const tick = async (): Promise<void> => {
    await eachMinute(world)
    poke()
  }
  const keep = async (): Promise<void> => {
    const file = await backups?.tick(world.clock(), (await currentCentre(world)).zone)
    if (file) world.log.info({ file }, "backed up")
  }
  const guarded = async (): Promise<void> => {
    await tick().catch((error: unknown) => world.log.error({ err: error }, "the minute tick failed"))
    await keep().catch((error: unknown) => world.log.error({ err: error }, "the nightly backup failed"))
  }
  /** What it is at, or was: a stop waits for it, since it needs the store. */
  let latest = guarded()
  const wake = (): Promise<void> => {
    latest = latest.then(guarded)
    return latest
  }
  const task = cron.schedule("* * * * *", wake, { noOverlap: true })
  return {
    async stop() {
      await task.stop()
      await latest
    },
  }
}
