import { describe, expect, it } from "vitest"
import { toAll } from "../../../src/core/desk/broadcast-form.js"
import { memberIn } from "../../../src/core/desk/dialogs/on-behalf.js"
import { plainly } from "../../../src/core/desk/plain.js"

describe("plain sentences", () => {
  it.each([
    ["undo", "undo"],
    ["Undo that.", "undo"],
    ["desfazer", "undo"],
    ["還原", "undo"],
    ["撤销刚才的操作", "undo"],
    ["Who's in?", "in"],
    ["who is on air right now?", "in"],
    ["quem está no ar?", "in"],
    ["quem é que está cá agora?", "in"],
    ["邊個喺度呀？", "in"],
    ["现在谁在？", "in"],
    ["who's next?", "next"],
    ["quem vem a seguir?", "next"],
    ["跟住到邊個？", "next"],
    ["接下来是谁？", "next"],
    ["how many sessions today?", "today"],
    ["今日有幾多場", "today"],
    ["今天一共有多少场", "today"],
    ["quantas sessões há hoje?", "today"],
  ])("%s", (text, step) => expect(plainly(text)).toEqual({ is: "does", step }))

  it.each([
    [
      "Message everyone who is booked tomorrow: Lift broken: use the stairs.",
      " who is booked tomorrow: Lift broken: use the stairs.",
    ],
    ["tell everyone booked today that the lift is broken", " booked today that the lift is broken"],
    ["let everybody on this evening know studio 3 is closed", " on this evening know studio 3 is closed"],
    [
      "avisar quem tem reserva para amanhã: O elevador não funciona.",
      " tem reserva para amanhã: O elevador não funciona.",
    ],
    ["Avisa toda a gente de hoje que o elevador avariou", " de hoje que o elevador avariou"],
    ["話畀所有人：升降機維修。", "：升降機維修。"],
  ])("is told to all: %s", (text, rest) => expect(plainly(text)).toEqual({ is: "tell", when: "", rest }))

  it.each([
    ["tonight tell everyone the lift is out", "tonight", " the lift is out"],
    ["hoje avisa todos que o elevador avariou", "hoje", " que o elevador avariou"],
    ["通知今晚所有人電梯壞咗", "今晚", "電梯壞咗"],
    ["今晚通知大家電梯壞咗", "今晚", "電梯壞咗"],
    ["通知聽日有訂房嘅人：\n升降機維修。", "聽日 有訂房嘅人", "：\n升降機維修。"],
    ["通知所有明天订了房的人电梯维修", "明天订了房", "电梯维修"],
  ])("is for staff, with a day before it: %s", (text, when, rest) => {
    expect(toAll(text)).toEqual({ when, rest })
    expect(plainly(text)).toBeNull()
  })

  it.each([
    "book studio 4 tomorrow 3-5pm, close to the door",
    "book studio 4 for Lotus Live tomorrow 3-5pm “Closed Beta Launch”",
    "move it to studio 3, the light is broken",
    "reservar o estúdio 2 amanhã às 15h, porta fechada",
    "幫金記訂2號房 聽日3點到5點 封面拍攝",
    "換房,嗰間房壞咗冷氣",
    "明天3点订2号房,灯坏了的那间不要",
  ])("a booking, whatever else it mentions: %s", (text) => expect(plainly(text)).toBeNull())

  it.each([
    "studio 3 light is broken, close it until tonight",
    "聽日冚,取消晒",
    "3號房改裝,閂到今晚",
    "4号房停用,预订的都改期",
    "暫停開放大房",
  ])("a closing, whatever else it mentions: %s", (text) => expect(plainly(text)).toEqual({ is: "close", text }))

  it.each([
    "late show tomorrow 8pm",
    "book a late slot",
    "next friday 3pm",
    "who is booked for studio 2",
    "in studio 2 at 5",
  ])("is for the reading: %s", (text) => expect(plainly(text)).toBeNull())
})

describe("what would break if", () => {
  it.each([
    ["What would break if we had 4 ring lights?", "we had 4 ring lights"],
    ["what breaks if studio 3 is closed tomorrow", "studio 3 is closed tomorrow"],
    ["What if Starter had 10 hours?", "Starter had 10 hours"],
    ["O que falharia se o estúdio 3 estivesse fechado amanhã?", "o estúdio 3 estivesse fechado amanhã"],
    ["e se abríssemos das 10 às 22?", "abríssemos das 10 às 22"],
    ["如果得返4盞環形燈會點？", "得返4盞環形燈"],
    ["如果只有4盏环形灯，会怎么样呢？", "只有4盏环形灯"],
    ["如果閂咗3號房會影響邊個", "閂咗3號房"],
  ])("%s", (text, said) => expect(plainly(text)).toEqual({ is: "what if", said }))

  it.each(["如果有位話我知", "book studio 2 tomorrow if it is free", "o que está livre se eu for às 8?"])(
    "is for the reading: %s",
    (text) => expect(plainly(text)).toBeNull(),
  )
})

describe("what staff need", () => {
  it.each([
    ["pick list for friday", " friday"],
    ["lista de equipamento para amanhã", " amanhã"],
    ["聽日嘅執貨單", "聽日"],
    ["明天的备货单", "明天"],
  ])("%s", (text, when) => expect(plainly(text)).toEqual({ is: "picklist", when }))
})

describe("a member looked for by name", () => {
  it.each([
    ["find Harbour Goods", "Harbour Goods"],
    ["look up Padaria Sol", "Padaria Sol"],
    ["procura Padaria Sol", "Padaria Sol"],
    ["搵鉅發", "鉅發"],
    ["suspend Lotus Live", "Lotus Live"],
    ["Resume Lotus Live's membership", "Lotus Live"],
    ["suspender a loja Vento Sul", "Vento Sul"],
    ["retomar Vento Sul", "Vento Sul"],
    ["暫停金記海味嘅會籍", "金記海味"],
    ["恢复云上直播的会籍", "云上直播"],
  ])("%s", (text, name) => expect(plainly(text)).toEqual({ is: "find", name }))

  it.each(["find me something at 8", "find a room", "搵間房", "find us a slot", "procura uma sala"])(
    "not: %s",
    (text) => expect(plainly(text)).toBeNull(),
  )
})

describe("whom a sentence of staff is about", () => {
  const members = ["Lotus Live", "Lotus Lane", "金記海味", "Kam Kee", "Kam"].map((name) => ({ id: name, name }))

  it.each([
    ["book studio 3 for Lotus Live tomorrow 8pm", "Lotus Live", "book studio 3 tomorrow 8pm"],
    ["cancel kam kee's booking", "Kam Kee", "cancel my booking"],
    ["studio 2 para a Kam amanhã às 15h", "Kam", "studio 2 amanhã às 15h"],
    ["幫金記訂3號房聽日夜晚8點", "金記海味", "訂3號房聽日夜晚8點"],
    ["金記海味嘅預約", "金記海味", "我嘅預約"],
    ["for lotus li, studio 1 today", "Lotus Live", ", studio 1 today"],
  ])("%s", (text, name, rest) => expect(memberIn(text, members)).toEqual({ member: { id: name, name }, rest }))

  it("asks which, where the beginning is that of several", () => {
    expect(memberIn("book studio 3 for lotus tomorrow", members)).toMatchObject({
      several: [{ name: "Lotus Live" }, { name: "Lotus Lane" }],
    })
  })

  it.each(["book studio 3 for 2 hours", "kamera for tomorrow", "book for 3 hosts", "for us"])("nobody: %s", (text) =>
    expect(memberIn(text, members)).toBeNull(),
  )
})
