import { addMember } from "../../../src/core/members.js"
import { visitor } from "../../support/web-client.js"
import type { Finding } from "../measure.js"
import { bookedOnWeb, dayAhead, type Scene } from "./scene.js"
import { attack, sceneOf } from "./siege.js"

/** S22: what is known of a person is told to them, and erased everywhere when they say so. */

const theirs = ["Zephyrine", "Quokka", "Xylographia", "Wombatino"]

export const s22 = attack({
  id: "S22",
  promise: "A person is told all that is known of them, and is erased from every table at once",
  counts: "lives",
  times: { quick: 1, full: 50 },
  needs: [],
  plants: ["not erased"],
  async run({ seed, times, plant }): Promise<Finding> {
    const scene = await sceneOf("alone")
    const violations: string[] = []
    let cells = 0
    for (let n = 0; n < times; n++) {
      const { browser, told } = await lived(scene, `${seed}-${n}`)
      for (const word of theirs) if (!told.includes(word)) violations.push(`they were not told ${word}`)
      const before = await cellsWith(scene)
      cells += before.length
      if (before.length < 5) violations.push(`too little was known to be erased: ${before.join()}`)
      await browser.post("/api/turns", { key: `ask-${seed}-${n}`, text: "/forgetme" })
      if (!plant) await browser.post("/api/turns", { key: `yes-${seed}-${n}`, action: "forgetme yes" })
      violations.push(...(await cellsWith(scene)).map((cell) => `still there: ${cell}`))
    }
    for (const word of theirs) if (scene.output().includes(word)) violations.push(`printed: ${word}`)
    return { figures: { "cells that told of them before": cells }, violations }
  },
})

/** In this process, in which a scene is shared. */
let lives = 0

/** Joins, is called something, books, subscribes, writes, and asks what is known. */
async function lived({ world, url, store }: Scene, key: string) {
  const n = lives++
  const browser = visitor(url, { patient: true })
  const by = { now: world.clock(), via: "cli" }
  // A merchant of their own, and a room: what they booked stays, without a name.
  const member = await addMember(world, { name: `Life ${key} ${n}`, plan: "standard", language: "en" }, by)
  const code = member.inviteCode
  await browser.post("/api/join", { code, name: "Zephyrine" })
  const say = async (text: string, n: number) =>
    (await browser.post("/api/turns", { key: `life-${key}-${n}`, text }, { "accept-language": "en" })).text()
  await say("/language english", 1)
  await say("/name Zephyrine Quokka", 2)
  await bookedOnWeb(
    browser,
    `life-${key}-3`,
    `book Studio ${1 + (n % 24)} on ${dayAhead(13)} ${8 + Math.floor(n / 24)}am-${9 + Math.floor(n / 24)}am, 1 host, titled "Xylographia"`,
  )
  await say("/calendar", 5)
  await say("my friend Wombatino asks what is free", 6)
  await say("/mydata", 7)
  const [file] = await store.prisma.webFile.findMany({ orderBy: { at: "desc" }, take: 1 })
  const told = await (await browser.get(`/api/files/${file?.id}`)).text()
  return { browser, told }
}

/** Where in the store, in any table and column, one of their words is. */
async function cellsWith({ store: { pool } }: Scene): Promise<string[]> {
  const { rows: columns } = await pool.query<{ table: string; column: string; type: string }>(
    `select table_name as table, column_name as column, data_type as type from information_schema.columns
      where table_schema = 'public' order by 1, 2`,
  )
  const found: string[] = []
  for (const { table, column, type } of columns) {
    const text = type === "bytea" ? `encode("${column}", 'escape')` : `"${column}"::text`
    const { rows } = await pool.query(`select 1 from "${table}" where ${text} like any($1) limit 1`, [
      theirs.map((word) => `%${word}%`),
    ])
    if (rows.length > 0) found.push(`${table}.${column}`)
  }
  return found
}
