import { describe, expect, test } from "vitest"
import { anchordesk, besideService, complaint, json } from "./support/cli.js"

/** Spreadsheets of members, as people save them, through the command line. */

const someCode = expect.stringMatching(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/)

describe("members import", () => {
  const beside = besideService("2026-11-23T10:00:00+08:00")
  const { file } = beside
  const csv = (...lines: string[]): string => file("members.csv", lines.join("\n"))
  const names = async () =>
    (await beside.store.prisma.member.findMany({ orderBy: { name: "asc" } })).map(({ name }) => name)

  test("adds all of a spreadsheet's rows, with a byte-order mark, semicolons, and columns in any order", async () => {
    const path = csv("\uFEFFPlan;Name;Language", "standard;金記直播;", 'pro;"Casa; Verde";PT', "", "starter;Lua;en", "")
    const line = (name: string, plan: string, language: string) => ({
      id: null,
      inviteCode: null,
      name,
      plan,
      language,
    })
    const lines = [
      line("金記直播", "standard", "zh-Hant"),
      line("Casa; Verde", "pro", "pt"),
      line("Lua", "starter", "en"),
    ]
    expect(await json("members", "import", path, "--dry-run")).toEqual(lines)
    expect(await names()).toEqual([])
    const added = await json("members", "import", path)
    expect(added).toEqual(lines.map((one) => ({ ...one, id: expect.any(String), inviteCode: someCode })))
    expect(await names()).toEqual(["Casa; Verde", "Lua", "金記直播"])
    // Again: what is so already stays, without a second code.
    expect(await json("members", "import", path)).toEqual(lines.map((one) => ({ ...one, id: expect.any(String) })))
    expect((await anchordesk("members", "import", path)).stdout).toBe(
      "3 were members already; nothing changed for them.\n",
    )
    expect(await beside.store.prisma.invitation.count()).toBe(3)
    expect(await beside.store.prisma.audit.count({ where: { action: "add" } })).toBe(3)
  })

  test("every problem is told with its row, and nothing is written", async () => {
    await json("members", "add", "--name", "Casa Verde", "--plan", "pro")
    const path = csv(
      "name,plan,language",
      "Lua,gold,en",
      "",
      ",standard,fr",
      "Sol,standard,pt",
      "ＳＯＬ ,standard,pt",
      "casa verde,standard,",
      "Mar,,",
    )
    expect(await complaint("members", "import", path)).toBe(
      `anchordesk: nothing was imported: ${[
        "row 2: no plan is called gold; there are starter, standard, pro",
        "row 4: the name is missing",
        "row 4: no language is called fr; there are zh-Hant, zh-Hans, pt, en",
        "row 6: ＳＯＬ is in row 5 already",
        "row 7: Casa Verde is a member already, with plan pro and language zh-Hant",
        "row 8: the plan is missing",
      ].join("; ")}\n`,
    )
    expect(await complaint("members", "import", path, "--dry-run")).toContain("row 8")
    expect(await names()).toEqual(["Casa Verde"])
  })

  test.each<[what: string, lines: string[], said: string]>([
    [
      "a wrong column",
      ["name,pln", "A,pro"],
      "row 1: the column plan is missing; there are name, plan, language; row 1: no column is called pln;",
    ],
    ["a column twice", ["name,plan,name", "A,pro,B"], "row 1: the column name is there twice"],
    ["too many cells", ["name,plan", "A,pro", "B,pro,en"], "row 3: 3 cells, where there are 2 columns"],
    ["an open quote", ["name,plan", '"A,pro'], "Quote Not Closed"],
    ["too few cells", ["name,plan,language", "A,pro,en", "B"], "row 3: the plan is missing"],
    ["a line break in a name", ["name,plan", '"A', 'B",pro'], "row 2: the name has a character that is no letter"],
    ["a character that no store keeps", ["name,plan", "A\0B,pro"], "row 2: the name has a character that is no letter"],
    [
      "the wrong plan after a cell of two lines",
      ["name,plan", '"A', 'B",pro', "C,gold"],
      "row 3: no plan is called gold",
    ],
    ["nothing", [""], "row 1: the column name is missing"],
  ])("%s is named", async (_what, lines, said) => {
    expect(await complaint("members", "import", csv(...lines))).toContain(said)
    expect(await names()).toEqual([])
  })

  test("lines that end as on Windows, tabs, and a header alone", async () => {
    expect(await json("members", "import", file("dos.csv", "name,plan\r\nLua,pro\r\nSol,pro\r\n"))).toMatchObject([
      { name: "Lua", plan: "pro" },
      { name: "Sol", plan: "pro" },
    ])
    expect(await json("members", "import", csv("name\tplan", "Mar\tpro"))).toMatchObject([{ name: "Mar" }])
    expect(await json("members", "import", csv("name,plan"))).toEqual([])
  })

  test("of very many problems the first are told, and how many there are", async () => {
    const said = await complaint(
      "members",
      "import",
      csv("name,plan", ...Array.from({ length: 500 }, (_, n) => `M${n},gold`)),
    )
    expect(said).toContain("row 2: no plan is called gold")
    expect(said).toContain("row 41: ")
    expect(said).not.toContain("row 42: ")
    expect(said).toMatch(/and 460 more\n$/)
    expect(await names()).toEqual([])
  })

  test("files as Excel writes them in Taiwan and on the mainland", async () => {
    // 金 is AA F7 in Big5 and BD F0 in GB 18030.
    const bytes = (name: number[]) => new Uint8Array([...Buffer.from("name,plan\n"), ...name, ...Buffer.from(",pro\n")])
    const big5 = file("big5.csv", bytes([0xaa, 0xf7]))
    expect(await complaint("members", "import", big5)).toContain("is not written in utf-8")
    expect(await json("members", "import", big5, "--encoding", "big5")).toMatchObject([{ name: "金" }])
    const gb = file("gb.csv", bytes([0xbd, 0xf0]))
    expect(await json("members", "import", gb, "--encoding", "gb18030", "--dry-run")).toMatchObject([{ name: "金" }])
  })

  test("ten thousand rows are one step", async () => {
    const rows = Array.from({ length: 10_000 }, (_, n) => `Merchant ${n},standard,en`)
    expect(await json("members", "import", csv("name,plan,language", ...rows))).toHaveLength(10_000)
    expect(await beside.store.prisma.member.count()).toBe(10_000)
    expect(await beside.store.prisma.invitation.count()).toBe(10_000)
  })
})
