import { expect, test } from "vitest"
import { smallCentre } from "../support/centre.js"
import { describeEachStore, withCentre } from "../support/store.js"

/** What the database itself takes and refuses, whoever writes: rooms by half-open time, the floor and gear up to what there is. */

await describeEachStore("the database", (store) => {
  const at = (clock: string) => `2026-11-24T${clock}:00+08:00`
  const refusal = (text: string, values: unknown[]): Promise<string | null> =>
    store()
      .pool.query(text, values)
      .then(
        () => null,
        (error: unknown) => (error instanceof Error && "constraint" in error ? String(error.constraint) : "another"),
      )
  const claim = (owner: string, room: string, from: string, to: string) =>
    refusal("insert into claim (owner_id, room_id, starts_at, ends_at) values ($1, $2, $3, $4)", [
      owner,
      room,
      at(from),
      at(to),
    ])
  const use = (owner: string, resource: string, from: string, to: string, amount: number) =>
    refusal("insert into usage (owner_id, resource_id, starts_at, ends_at, amount) values ($1, $2, $3, $4, $5)", [
      owner,
      resource,
      at(from),
      at(to),
      amount,
    ])

  test("keeps claims of a room apart, by half-open time, whoever has them", async () => {
    await withCentre(store(), smallCentre, new Date(at("08:00")))
    expect(await claim("a", "s1", "12:00", "14:00")).toBeNull()
    expect(await claim("b", "s1", "10:00", "12:00")).toBeNull()
    expect(await claim("b", "s1", "14:00", "15:00")).toBeNull()
    expect(await claim("c", "s2", "12:00", "14:00")).toBeNull()
    for (const owner of ["a", "c"])
      for (const [from, to] of [
        ["12:00", "14:00"],
        ["13:59", "16:00"],
        ["11:00", "12:01"],
        ["12:30", "13:00"],
        ["09:00", "18:00"],
      ] as const)
        expect(await claim(owner, "s1", from, to), `${from}–${to}`).toBe("claim_no_overlap")
  })

  test("gives of each quarter hour what there is, and gives it back", async () => {
    await withCentre(store(), smallCentre, new Date(at("08:00")))
    expect(await use("a", "ring-light", "12:00", "14:00", 2)).toBeNull()
    expect(await use("b", "ring-light", "13:45", "15:00", 1)).toBeNull()
    expect(await use("c", "ring-light", "13:30", "14:00", 1)).toBe("ledger_within_capacity")
    expect(await use("c", "ring-light", "14:00", "15:00", 2)).toBeNull()
    expect(await refusal("delete from usage where owner_id = $1", ["a"])).toBeNull()
    expect(await use("c", "ring-light", "13:30", "13:45", 3)).toBeNull()
  })
})
