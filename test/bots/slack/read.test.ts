import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { plain, read } from "../../../src/bots/slack/read.js"

const bot = { user: "U0DESK01" }
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

describe("text as people see it", () => {
  test.each([
    ["<@U0DESK01> book studio 2", "book studio 2"],
    ["book <@U0DESK01>", "book"],
    ["with <@U0BOB|bob> and <@U0EVE>", "with @bob and @U0EVE"],
    ["in <#C0HALL|hall>", "in #hall"],
    ["<!here> <!subteam^S1|@crew> <!date^1^{time}|3 pm>", "@here @crew 3 pm"],
    [
      "<https://x.mo/?a&amp;b|x.mo> <https://y.mo> <mailto:a@x.mo|a@x.mo> <tel:85328|8532 8>",
      "x.mo https://y.mo a@x.mo 8532 8",
    ],
    ["3 &lt; 4 &amp;&amp; 5 &gt; 4 &amp;lt;", "3 < 4 && 5 > 4 &lt;"],
  ])("%s", (wire, seen) => expect(plain(wire, bot.user)).toBe(seen))

  test("what a person typed comes back as it was, once", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("<@U0DESK01>", "&lt;!channel&gt;", "<a|b>")),
        (typed) => {
          expect(plain(escaped(typed), bot.user)).toBe(typed.trim())
        },
      ),
    )
  })
})

describe("anything else that comes in", () => {
  test("is never an exception", () => {
    const bodies = fc.oneof(
      fc.anything(),
      fc.record({
        type: fc.constantFrom("event_callback", "block_actions", "view_submission", "shortcut", "message_action"),
        team_id: fc.constant("T1"),
        event_id: fc.string(),
        event: fc.anything(),
        user: fc.anything(),
        view: fc.anything(),
        actions: fc.anything(),
      }),
      fc.record({ command: fc.anything(), text: fc.anything(), team_id: fc.anything() }),
    )
    fc.assert(
      fc.property(bodies, (body) => void read(body, bot)),
      { numRuns: 500 },
    )
  })

  test("a press is data, also when it is named after an object's own", () => {
    const press = (value: string) =>
      read(
        {
          type: "block_actions",
          user: { id: "U0ANN" },
          team: { id: "T1" },
          trigger_id: "1.2",
          container: { message_ts: "1.2" },
          channel: { id: "D0ANN" },
          actions: [{ value }],
        },
        bot,
      )
    for (const value of ["__proto__", "constructor", "'; drop table booking; --"]) {
      expect(press(value)).toMatchObject({ turn: { said: { kind: "press", data: value } } })
    }
  })

  test("a link button is no press; a form's answer keeps to its own fields", () => {
    const from = { user: { id: "U0ANN", team_id: "T2" }, team: { id: "T1" } }
    expect(
      read(
        { type: "block_actions", ...from, trigger_id: "1", container: {}, actions: [{ action_id: "open:0:0" }] },
        bot,
      ),
    ).toBeNull()
    const view = (private_metadata: string) => ({
      id: "V1",
      hash: "h",
      callback_id: "book",
      private_metadata,
      state: {
        values: { __proto__: {}, day: { day: { selected_date: "2026-11-24" } }, title: { title: { value: "" } } },
      },
    })
    expect(read({ type: "view_submission", ...from, view: view("not json") }, bot)).toBeNull()
    expect(read({ type: "view_submission", ...from, view: view("{}") }, bot)).toMatchObject({
      turn: {
        key: "slack:T2:V1:h",
        from: { id: "T2:U0ANN" },
        said: { kind: "form", form: "book", values: { day: "2026-11-24" } },
      },
    })
  })
})
