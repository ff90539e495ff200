import { expect, test } from "vitest"
import { describeEachStore } from "../../support/store.js"

await describeEachStore("statements", (store) => {
  const asked = (name: string, text: string) => store().query({ name, text, values: [] })

  test("a name stands for one text, whichever connections the two meet", async () => {
    await asked("one-text", "select 1 as one")
    expect((await asked("one-text", "select 1 as one")).rows).toEqual([{ one: 1 }])
    expect(() => asked("one-text", "select 2 as one")).toThrow("two statements of one name: one-text")
  })

  test("a name that the database would cut off is refused", () => {
    expect(() => asked("n".repeat(64), "select 1")).toThrow("the name of a statement is too long")
  })
})
