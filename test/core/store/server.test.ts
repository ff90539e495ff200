import { mkdtempSync, rmSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PGlite } from "@electric-sql/pglite"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { serve } from "../../../src/core/store/embedded-server.js"

describe("the embedded store's server", () => {
  const folder = mkdtempSync(join(tmpdir(), "anchordesk-server-"))
  const path = join(folder, ".s.PGSQL.5432")
  let db: PGlite
  let server: Awaited<ReturnType<typeof serve>>
  beforeAll(async () => {
    db = await PGlite.create()
    server = await serve(db, path, { idleMs: 200, leaveMs: 200 })
  })
  afterAll(async () => {
    await server.stop()
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const client = async () => {
    const made = new pg.Client({ host: folder, port: 5432, user: "postgres", database: "postgres" })
    await made.connect()
    return made
  }

  test("whoever sleeps in a transaction is cut off and rolled back, and the others go on", async () => {
    const asleep = await client()
    const cut = new Promise((resolve) => asleep.once("error", resolve))
    await asleep.query("create table kept (n integer)")
    await asleep.query("begin")
    await asleep.query("insert into kept values (1)")
    const other = await client()
    expect((await other.query("select n from kept")).rows).toEqual([])
    expect(await cut).toBeInstanceOf(Error)
    await other.end()
  })

  test("what is not Postgres' protocol is hung up on, and hurts nobody", async () => {
    for (const bytes of [
      Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
      Buffer.from([0, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 3, 0, 0]),
      Buffer.from([0, 0, 0, 12, 0, 99, 0, 0, 1, 2, 3, 4]),
    ]) {
      const socket = connect(path)
      socket.on("error", () => {})
      socket.resume()
      const closed = new Promise((resolve) => socket.once("close", resolve))
      socket.write(bytes)
      await closed
    }
    const still = await client()
    expect((await still.query("select 1 as one")).rows).toEqual([{ one: 1 }])
    await still.end()
  })

  test("who asks for encryption is told that there is none", async () => {
    const socket = connect(path)
    const answer = new Promise((resolve) => socket.once("data", (data) => resolve(String(data))))
    socket.write(Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]))
    expect(await answer).toBe("N")
    socket.destroy()
  })
})
