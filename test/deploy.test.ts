import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { parse } from "yaml"
import { rotation } from "../src/core/store/backup-rotation.js"
import { createMetrics } from "../src/metrics.js"
import { freshStore } from "./support/store.js"
import { testWorld } from "./support/world.js"

/** What operators are given to run it with, held against the program: files in an image, names of variables, metrics and messages. */

const text = (file: string) => readFileSync(file, "utf8")
const operating = text("docs/operating.md")

/** Every variable that the program reads. */
const variables = [...text("src/config.ts").matchAll(/^ {2}([A-Z]+_?[A-Z_]*):/gm)].map(([, name = ""]) => name).sort()

/** A Dockerfile's instructions by stage, lines that go on joined. */
function stages(dockerfile: string): { name: string; rest: string }[][] {
  const lines = dockerfile.replace(/\\\n/g, " ").split("\n")
  const all: { name: string; rest: string }[][] = []
  for (const line of lines) {
    if (line.trim() === "" || line.startsWith("#")) continue
    const [, name = "", rest = ""] = /^([A-Z]+) (.+)$/.exec(line) ?? []
    if (name === "FROM") all.push([])
    all.at(-1)?.push({ name, rest })
  }
  return all
}
const known = /^(FROM|ENV|WORKDIR|COPY|RUN|USER|VOLUME|EXPOSE|STOPSIGNAL|HEALTHCHECK|ENTRYPOINT|CMD)$/

test("the image is built of files that are there, and runs as nobody in particular, with a health check", () => {
  const [build = [], run = []] = stages(text("Dockerfile"))
  expect([...build, ...run].filter(({ name }) => !known.test(name))).toEqual([])
  const let_in = text(".dockerignore")
    .split("\n")
    .flatMap((line) => (line.startsWith("!") ? [line.slice(1)] : []))
  const copied = build.filter(({ name }) => name === "COPY").flatMap(({ rest }) => rest.split(" ").slice(0, -1))
  expect(copied.filter((file) => !existsSync(file))).toEqual([])
  expect([...copied].sort()).toEqual([...let_in].sort())
  const last = (name: string) => run.filter((one) => one.name === name).at(-1)?.rest
  expect(last("USER")).toBe("node")
  expect(last("HEALTHCHECK")).toContain("/healthz")
  expect(JSON.parse(last("ENTRYPOINT") ?? "")).toEqual(["node", "bin/anchordesk.js"])
  expect(JSON.parse(last("CMD") ?? "")).toEqual(["start"])
  const env = last("ENV")
    ?.split(" ")
    .map((pair) => pair.split("=")[0])
  expect(env?.filter((name) => name !== "NODE_ENV" && !variables.includes(name ?? ""))).toEqual([])
  // What the package needs at run time is what the image has.
  const { files } = JSON.parse(text("package.json"))
  const taken = run.filter(({ name }) => name === "COPY").map(({ rest }) => rest.split(" ").at(-1))
  expect(taken).toEqual(expect.arrayContaining(["node_modules", "bin", "prisma", "dist"]))
  expect(files).toEqual(expect.arrayContaining(["bin", "dist", "prisma/migrations"]))
})

test("the compose file runs two replicas on one Postgres behind a proxy that asks whether they are ready", () => {
  const { services, volumes } = parse(text("deploy/compose.yaml"), { merge: true })
  expect(Object.keys(services)).toEqual(["desk-1", "desk-2", "postgres", "proxy"])
  expect(services["desk-1"]).toEqual(services["desk-2"])
  const { environment, depends_on } = services["desk-1"]
  expect(Object.keys(environment).filter((name) => !variables.includes(name))).toEqual([])
  expect(depends_on).toEqual({ postgres: { condition: "service_healthy" } })
  expect(services.postgres.healthcheck.test[1]).toContain("pg_isready")
  expect(Object.keys(volumes)).toEqual(["postgres", "certificates"])
  const caddy = text("deploy/Caddyfile")
  for (const name of ["desk-1", "desk-2"]) expect(caddy).toContain(`${name}:${environment.PORT}`)
  expect(caddy).toContain("health_uri /readyz")
  expect(caddy).toMatch(/@inside path \/metrics \/readyz\n\s+respond @inside 404/)
})

test("the unit is one that systemd takes, and leaves the service little to harm", () => {
  const unit = text("deploy/anchordesk.service")
  const set = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, pairs = ""]) => pairs.split(" "))
  const names = set.map((pair) => pair.split("=")[0] ?? "")
  expect(names.filter((name) => name !== "NODE_ENV" && !variables.includes(name))).toEqual([])
  for (const line of ["DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "StateDirectory=anchordesk"])
    expect(unit).toContain(`${line}\n`)
  if (!existsSync("/usr/bin/systemd-analyze")) return
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-unit-"))
  try {
    const file = join(folder, "anchordesk.service")
    writeFileSync(file, unit.replace("/usr/local/bin/anchordesk start", "/bin/true"))
    expect(execFileSync("systemd-analyze", ["verify", file], { encoding: "utf8", stdio: "pipe" })).toBe("")
    // Out of ten; systemd calls what is below 2 safe.
    execFileSync("systemd-analyze", ["security", "--offline=true", "--threshold=20", file], { stdio: "pipe" })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test("the operator's page has every variable and every metric, and quotes what the program says", async () => {
  const rows = (heading: string) =>
    [...(operating.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "").matchAll(/^\| `([^`]+)` \|/gm)].map(
      ([, name = ""]) => name,
    )
  expect(rows("Variables").sort()).toEqual(variables)
  const example = [...text(".env.example").matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name).sort()
  expect(example).toEqual(variables)

  const { store, dispose } = await freshStore("pglite")
  try {
    const world = testWorld(store, "2026-11-23T10:00:00+08:00")
    const told = { version: "1.2.3", lines: new Map(), backups: rotation(store.pool, "/nowhere") }
    const page = await createMetrics(world, told).text()
    const names = [...page.matchAll(/^# TYPE (anchordesk_\w+)/gm)].map(([, name]) => name).sort()
    expect(
      rows("Metrics")
        .filter((name) => name.startsWith("anchordesk_"))
        .sort(),
    ).toEqual(names)
    const used = [...operating.matchAll(/anchordesk_\w+/g)].map(([name]) => name.replace(/_bucket$/, ""))
    expect(used.filter((name) => !names.includes(name))).toEqual([])
  } finally {
    await dispose()
  }

  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|js)$/.test(file) && !file.includes("generated"))
    .map((file) => text(join("src", file)))
    .join("\n")
  const quoted = [...operating.matchAll(/(?:It does not start:|log:) `([^`]+)`/g)].map(([, said = ""]) => said)
  expect(quoted.length).toBeGreaterThan(5)
  const parts = quoted.flatMap((said) => said.split("…").map((part) => part.trim().replace(/:$/, ""))).filter(Boolean)
  expect(parts.filter((part) => !sources.includes(part))).toEqual([])
  for (const file of [...operating.matchAll(/`((?:deploy|docs)\/[\w./-]+)`/g)].map(([, name = ""]) => name))
    expect(existsSync(file), file).toBe(true)
})
