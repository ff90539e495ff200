// Builds dist/: the Prisma client, the compiled sources, and the files that are served or read as they are.
// Does nothing when dist/ is newer than every input, so that `npm start` can always call it.
import { execFileSync } from "node:child_process"
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { build } from "esbuild"

const stamp = "dist/.built"
const inputs = ["src", "prisma", "package-lock.json", "tsconfig.build.json", "tsconfig.json", "scripts/build.mjs"]
const generated = "src/core/store/generated"
/** The board's page, bundled: beside its server, so that tests serve what is served. */
const page = "src/bots/board/built"

/** Not a literal where it is used: types are checked with or without a dist/. */
const built = "../dist/core/store/"

/** What the page may be made of; what its server says to it is types alone. */
const ofThePage = /^(src\/bots\/board\/page|node_modules\/preact)\//

/** @type {(path: string) => number} the latest change below a path, in ms */
const newest = (path) => {
  if (!existsSync(path) || path === generated || path === page) return 0
  const stat = statSync(path)
  return stat.isDirectory() ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name)))) : stat.mtimeMs
}

/** @type {(name: string) => string} */
const bin = (name) => join("node_modules", ".bin", name)

async function buildPage() {
  const { version } = JSON.parse(readFileSync("node_modules/preact/package.json", "utf8"))
  const { metafile } = await build({
    metafile: true,
    entryPoints: [
      { in: "src/bots/board/page/main.tsx", out: "app" },
      { in: "src/bots/board/page/styles.css", out: "app" },
    ],
    outdir: page,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome111", "firefox121", "safari16.4"],
    jsx: "automatic",
    jsxImportSource: "preact",
    banner: { js: `/* With Preact ${version}, MIT, (c) 2015-present Jason Miller */` },
    logLevel: "warning",
  })
  const foreign = Object.keys(metafile.inputs).filter((path) => !ofThePage.test(path))
  if (foreign.length > 0) throw new Error(`the board's page may not import ${foreign.join(", ")}`)
  cpSync("src/bots/board/page/index.html", join(page, "index.html"))
  cpSync("src/bots/web/public/icon.svg", join(page, "icon.svg"))
}

/** An empty, migrated embedded store, which a first start copies: making one takes seconds. Kept while PGlite and the migrations are. */
async function buildEmptyStore() {
  const { emptyStoreFolder } = await import(`${built}embedded.js`)
  const { openStore } = await import(`${built}open.js`)
  const folder = emptyStoreFolder()
  const { version } = JSON.parse(readFileSync("node_modules/@electric-sql/pglite/package.json", "utf8"))
  const made = join(folder, "made.json")
  if (existsSync(made) && JSON.parse(readFileSync(made, "utf8")).pglite === version) return
  rmSync("dist/empty-store", { recursive: true, force: true })
  const log = { info() {}, warn: process.emitWarning }
  await (await openStore({ dataDir: folder, log })).close()
  const pg = join(folder, "pg")
  const emptyFolders = readdirSync(pg, { recursive: true, withFileTypes: true })
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(({ entry, path }) => entry.isDirectory() && readdirSync(path).length === 0)
    .map(({ path }) => relative(pg, path))
  writeFileSync(made, JSON.stringify({ pglite: version, emptyFolders }))
}

if (
  !existsSync(stamp) ||
  !existsSync(generated) ||
  !existsSync(page) ||
  statSync(stamp).mtimeMs < Math.max(...inputs.map(newest))
) {
  // Prisma 7 generates without its schema engine, yet looks for one and would download it: any executable satisfies it.
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1", ...process.env }
  execFileSync(bin("prisma"), ["generate", "--no-hints"], { env, stdio: ["ignore", "ignore", "inherit"] })
  for (const name of existsSync("dist") ? readdirSync("dist") : []) {
    if (name !== "empty-store") rmSync(join("dist", name), { recursive: true, force: true })
  }
  execFileSync(bin("tsc"), ["-p", "tsconfig.build.json"], { stdio: "inherit" })
  await buildPage()
  for (const path of ["src/bots/web/public", "src/bots/telegram/public", page, "src/core/sample-centre.yaml"]) {
    if (existsSync(path)) cpSync(path, path.replace("src", "dist"), { recursive: true })
  }
  await buildEmptyStore()
  writeFileSync(stamp, new Date().toISOString())
}
