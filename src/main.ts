import cron from "node-cron"
import type { Logger } from "pino"
import { board } from "./bots/board/index.js"
import { createHttp } from "./bots/http.js"
import { slack } from "./bots/slack/index.js"
import { telegram } from "./bots/telegram/index.js"
import { web } from "./bots/web/index.js"
import { type Config, clockOf, readConfig } from "./config.js"
import { applyConfiguredCentre } from "./configured-centre.js"
import { rollOver } from "./core/allowance.js"
import { browsers } from "./core/browsers.js"
import { currentCentre } from "./core/centre-store.js"
import { planDigests } from "./core/channels.js"
import { lookAfterCourses } from "./core/course-tick.js"
import { boardOf } from "./core/desk/board.js"
import { commandMenu } from "./core/desk/commands.js"
import { keepDelivering } from "./core/desk/deliver.js"
import { createDesk } from "./core/desk/desk.js"
import { freeTimes } from "./core/desk/free-times.js"
import { refreshDigests } from "./core/desk/living-digests.js"
import type { Platform } from "./core/desk/turn.js"
import { words } from "./core/desk/words/index.js"
import { drawDue } from "./core/draw.js"
import { freeExpired } from "./core/holds.js"
import { newId } from "./core/ids.js"
import { OperatorError } from "./core/members.js"
import { nudge, releaseNoShows } from "./core/no-shows.js"
import { serveWaitlist } from "./core/offers.js"
import { first } from "./core/once.js"
import { countRefusals } from "./core/refusals.js"
import { refreshCards } from "./core/request-cards.js"
import { lapseRequests } from "./core/requests.js"
import { forget } from "./core/retention.js"
import { fixRooms } from "./core/room-numbers.js"
import { backupsIn, type Rotation, rotation } from "./core/store/backup-rotation.js"
import { openStore, type Store } from "./core/store/open.js"
import { webHistory } from "./core/web-history.js"
import type { World } from "./core/world.js"
import { demoPeople } from "./demo.js"
import { keepArriving } from "./demo-floor.js"
import { createLog, traced, untraced } from "./log.js"
import { createMetrics } from "./metrics.js"
import { operatingRoutes } from "./operating.js"
import { version } from "./version.js"

/**
 * The service, wired: environment → store → desk → platforms, the outbox, and the minute tick. The only file that sees everything.
 */

export type Service = { address: string; stop(): Promise<void> }

/** `anchordesk start`: runs until told to stop. */
export async function start(): Promise<void> {
  const read = readConfig(process.env)
  if ("problem" in read) throw new OperatorError(read.problem)
  const service = await serve(read.ok)
  process.stdout.write(`Anchordesk is open: ${service.address}\n`)
  const stop = (): void => {
    // A second signal does not wait.
    process.once("SIGINT", () => process.exit(1))
    setTimeout(() => process.exit(1), 20_000).unref()
    void service.stop().then(() => process.exit(0))
  }
  process.once("SIGTERM", stop)
  process.once("SIGINT", stop)
}

export async function serve(config: Config): Promise<Service> {
  const lines = new Map<string, number>()
  const log = createLog(config.logLevel, lines)
  const store = await openStore({
    dataDir: config.dataDir,
    log,
    ...(config.databaseUrl && { databaseUrl: config.databaseUrl.reveal() }),
  })
  try {
    return await serveOn(store, config, { log, lines })
  } catch (error) {
    await store.close()
    throw error
  }
}

type Logging = { log: Logger; lines: ReadonlyMap<string, number> }

async function serveOn(store: Store, config: Config, { log, lines }: Logging): Promise<Service> {
  const pages = config.publicUrl ?? `http://${config.host}:${config.port}`
  const world: World = { store, clock: clockOf(config, Date.now), newId, speed: config.clock.speed, log, pages }
  const applied = await applyConfiguredCentre(world, config)
  if (applied.is === "refused")
    throw new OperatorError(`the centre file was not applied, it would break: ${applied.conflicts.join("; ")}`)
  const http = createHttp({ host: config.host, publicUrl: config.publicUrl, log })
  const backups = keepsBackups(store, config) ? rotation(store.pool, backupsIn(config.dataDir)) : undefined
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
  world.freed = servingLine(world, poke)
  const ticking = minuteTick(world, { poke, backups })
  const arriving = config.demo ? keepArriving(world) : undefined
  for (const platform of platforms) await platform.start(traced(hear, log, () => performance.now()))
  const address = await http.listen({ host: config.host, port: config.port })
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
      await ticking.stop()
      await arriving?.stop()
      await Promise.all(platforms.map((platform) => platform.stop()))
      await delivering.stop()
      await http.close()
      await store.close()
      log.info("closed")
    },
  }
}

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

/** Wakes once a minute: what was kept and has lapsed is free, hours left of last month go over, whoever was promised any room of a class is told its number in time, requests that nobody answered lapse, rooms that nobody came to are given up, courses that too few came to are called off, ballots whose deadline has passed are drawn, digests of the day are put into the outbox, those sent are brought up to date, what is kept too long is forgotten; then the night's backup. The outbox does the rest. */
function minuteTick(world: World, { poke, backups }: { poke: () => void; backups: Rotation | undefined }) {
  const tick = async (): Promise<void> => {
    const now = world.clock()
    await freeExpired(world, now)
    await rollOver(world, await currentCentre(world), now)
    await fixRooms(world, now)
    await lapseRequests(world, now)
    await refreshCards(world, now)
    await releaseNoShows(world, now)
    await nudge(world, now)
    await drawDue(world, now)
    await serveWaitlist(world, now)
    await lookAfterCourses(world, now)
    await planDigests(world, now)
    await refreshDigests(world, now)
    await countRefusals(world, now)
    await forget(world, now)
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
  void guarded()
  return cron.schedule("* * * * *", guarded, { noOverlap: true })
}

/** Whoever waits is served as soon as something is free, and again when more became free meanwhile; the minute tick makes up for a crash. */
function servingLine(world: World, poke: () => void): () => void {
  let running = false
  let more = false
  const run = async (): Promise<void> => {
    running = true
    do {
      more = false
      if ((await serveWaitlist(world, world.clock())) > 0) poke()
    } while (more)
  }
  return () => {
    more = true
    if (running) return
    untraced(run)
      .catch((error: unknown) => world.log.error({ err: error }, "the waitlist was not served"))
      .finally(() => {
        running = false
      })
  }
}
