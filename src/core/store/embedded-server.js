// Speaks Postgres' wire protocol for the embedded database, which has a single session for all connections.
//
// What a driver sends between two points of rest (a simple query, or everything up to its Sync) is one unit and runs without
// another connection's messages in between; a connection in a transaction keeps the session until it ends. (pglite-socket 0.2.17
// takes turns message by message: under load one connection's Bind met another's Parse.) Named prepared statements and session
// settings remain shared: nothing may rest on them.
import { chmodSync } from "node:fs"
import { createServer } from "node:net"

/**
 * @typedef {object} Connection
 * @property {import("node:net").Socket} socket
 * @property {Buffer} received what is not yet a whole message
 * @property {boolean} started has the driver introduced itself?
 * @property {Uint8Array[]} unit messages of a unit that is not yet whole
 * @property {{ bytes: Uint8Array, keep: boolean }[]} units to run; `keep`: more of the same is to come (Flush)
 * @property {boolean} busy
 * @property {boolean} gone
 * @property {NodeJS.Timeout | undefined} idle
 */

const sslRequest = 80877103
const gssRequest = 80877104
const cancelRequest = 80877102
/** As in Postgres. */
const startupBytesMax = 10_000
/** What else comes first than protocol 3 would upset the session that all share. */
const knownRequest = (/** @type {number} */ request) =>
  request >> 16 === 3 || [sslRequest, gssRequest, cancelRequest].includes(request)
const code = (/** @type {string} */ letter) => letter.charCodeAt(0)
const flush = code("H")
const terminate = code("X")
/** Message types after which the driver waits: Query, Sync, FunctionCall, CopyDone, CopyFail, Flush. */
const restsAfter = new Set([..."QSFcf"].map(code).concat(flush))

/**
 * @param {import("@electric-sql/pglite").PGlite} db
 * @param {string} path of the Unix socket
 * @param {{ idleMs?: number, leaveMs?: number }} [limits] `idleMs`: how long a transaction may wait for its next statement, since all
 *   others wait with it; `leaveMs`: how long `stop` waits for connections to leave
 * @returns {Promise<{ stop(): Promise<void> }>}
 */
export async function serve(db, path, { idleMs = 30_000, leaveMs = 5_000 } = {}) {
  /** @type {Set<Connection>} */
  const connections = new Set()
  /** @type {Connection[]} who wants the session, first come first served */
  const waiting = []
  /** @type {Connection | null} who has it */
  let holder = null

  const next = () => {
    holder = waiting.shift() ?? null
    if (holder) void work(holder)
  }
  /** @param {Connection} connection */
  const ask = (connection) => {
    if (holder === connection) {
      if (!connection.busy) void work(connection)
      return
    }
    if (!waiting.includes(connection)) waiting.push(connection)
    if (!holder) next()
  }

  /** Runs what the holder has sent: one unit, or all of a transaction as it comes in. @param {Connection} connection */
  const work = async (connection) => {
    connection.busy = true
    clearTimeout(connection.idle)
    const { socket, units } = connection
    let keeps = false
    socket.cork()
    try {
      do {
        const unit = units.shift()
        if (!unit) break
        await db.execProtocolRawStream(unit.bytes, { onRawData: (data) => void socket.write(Buffer.from(data)) })
        keeps = unit.keep || db.isInTransaction()
      } while (keeps && units.length > 0)
      if (connection.gone && db.isInTransaction()) await db.exec("rollback")
    } catch {
      // Not a refused statement, which is an answer like any other.
      socket.destroy()
      if (db.isInTransaction()) await db.exec("rollback")
    }
    socket.uncork()
    connection.busy = false
    if (keeps && !connection.gone) {
      connection.idle = setTimeout(() => socket.destroy(), idleMs)
      return
    }
    if (units.length > 0) waiting.push(connection)
    next()
  }

  const server = createServer((socket) => {
    socket.setNoDelay(true)
    /** @type {Connection} */
    const connection = {
      socket,
      received: Buffer.alloc(0),
      started: false,
      unit: [],
      units: [],
      busy: false,
      gone: false,
      idle: undefined,
    }
    connections.add(connection)
    socket.on("data", (data) => {
      connection.received = connection.received.length > 0 ? Buffer.concat([connection.received, data]) : data
      if (takeMessages(connection)) ask(connection)
    })
    socket.on("error", () => socket.destroy())
    socket.on("close", () => {
      connections.delete(connection)
      clearTimeout(connection.idle)
      connection.gone = true
      connection.units.length = 0
      // Whoever leaves in the middle of a transaction has it rolled back and hands the session on.
      if (holder === connection && !connection.busy) void work(connection)
    })
  })
  await new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(path, () => resolve(undefined))
  })
  // Whoever can connect is the database's owner.
  chmodSync(path, 0o600)
  return { stop: () => stop(server, connections, leaveMs) }
}

/**
 * Takes no new connections and lets those that are there finish, within a limit.
 * @param {import("node:net").Server} server
 * @param {Set<Connection>} connections
 * @param {number} leaveMs
 * @returns {Promise<void>}
 */
function stop(server, connections, leaveMs) {
  return new Promise((resolve) => {
    const overdue = setTimeout(() => {
      for (const { socket } of connections) socket.destroy()
    }, leaveMs)
    server.close(() => {
      clearTimeout(overdue)
      resolve()
    })
  })
}

/** Cuts what was received into messages and units. @param {Connection} connection @returns {boolean} is there a unit to run? */
function takeMessages(connection) {
  for (;;) {
    const { received, started, socket } = connection
    // The first message has no type byte: a length, then a protocol version or a request.
    const header = started ? 5 : 8
    if (received.length < header) break
    const length = started ? 1 + received.readInt32BE(1) : received.readInt32BE(0)
    if (length < header || (!started && (length > startupBytesMax || !knownRequest(received.readInt32BE(4))))) {
      socket.destroy()
      break
    }
    if (received.length < length) break
    const message = received.subarray(0, length)
    connection.received = received.subarray(length)
    if (!started) {
      const request = received.readInt32BE(4)
      if (request === sslRequest || request === gssRequest) socket.write("N")
      else if (request === cancelRequest) socket.end()
      else {
        connection.started = true
        connection.units.push({ bytes: new Uint8Array(message), keep: false })
      }
      continue
    }
    const type = received.readUInt8(0)
    if (type === terminate) {
      socket.end()
      break
    }
    connection.unit.push(message)
    if (restsAfter.has(type)) {
      connection.units.push({ bytes: Buffer.concat(connection.unit), keep: type === flush })
      connection.unit = []
    }
  }
  return connection.units.length > 0
}
