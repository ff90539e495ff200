import type { Hear, Line, Reply, Turn } from "../../src/core/desk/turn.js"
import { languages } from "../../src/core/language.js"
import { toPng } from "../../src/core/picture/png.js"
import { timetable } from "../../src/core/picture/timetable.js"
import { sampleDay } from "../core/picture/samples.js"

/**
 * A desk that says a few fixed things, to see every kind of reply on the page: `card`, `picture`, `form`, `long`, `nasty`, `slow`,
 * anything else is repeated. Presses of `confirm` and `change` edit their card.
 */
export const scriptedDesk: Hear = async (turn) => {
  const { said } = turn
  if (said.kind === "press") return pressed(said.data)
  if (said.kind === "form") return [{ text: [[{ bold: said.form }], [JSON.stringify(said.values)]] }]
  if (said.kind === "other") return [{ text: [["?"]] }]
  return typed(said.text, turn)
}

const card: Line[] = [
  [{ bold: "Studio 2" }, " · small, up to 2 hosts"],
  ["Tuesday 24 November 2026"],
  [{ bold: "15:00–17:00" }, " (Macau) · 2 h · 2 hosts"],
  ["2 ring lights"],
  [],
  ["Uses 2 h of your 40 h; 31 h left afterwards."],
  ["Free to cancel until Monday 15:00."],
]

const cardReply: Reply = {
  text: card,
  buttons: [
    [{ label: "Confirm", press: "confirm", style: "primary" }],
    [
      { label: "Change", press: "change" },
      { label: "Cancel", press: "cancel", style: "danger" },
    ],
  ],
}

function pressed(data: string): Reply[] {
  if (data === "confirm") {
    const done: Line[] = [
      [{ bold: "Booked." }, " See you in Studio 2."],
      ...card.slice(1, 4),
      [],
      ["Code ", { code: "K7M2" }],
    ]
    const file = {
      name: "studio-2.ics",
      type: "text/calendar",
      bytes: Buffer.from("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    }
    return [
      {
        text: done,
        edit: true,
        file,
        buttons: [
          [
            { label: "Move", press: "move" },
            { label: "Cancel", press: "cancel" },
          ],
        ],
      },
    ]
  }
  if (data === "change") {
    const times = ["15:00", "15:30", "16:00", "16:30", "17:00", "17:30"].map((label) => ({
      label,
      press: `at ${label}`,
    }))
    return [
      {
        text: [["When should it begin?"]],
        edit: true,
        buttons: [times.slice(0, 3), times.slice(3), [{ label: "Back", press: "back" }]],
      },
    ]
  }
  if (data === "back") return [{ ...cardReply, edit: true }]
  if (data === "cancel") return [{ text: [["Nothing was booked."]], edit: true }]
  return [{ text: [[`You pressed ${data}.`]] }]
}

async function typed(text: string, turn: Turn): Promise<Reply[]> {
  if (text.startsWith("/start ")) {
    const name = turn.from.name ? `, ${turn.from.name}` : ""
    return [
      {
        text: [[{ bold: `Welcome${name}.` }], ["You are with Bright Harbour Trading. Write what you need, or tap."]],
        buttons: menu,
      },
    ]
  }
  if (/card|Studio 2/i.test(text)) return [cardReply]
  if (/free|picture/i.test(text)) return [await timetablePicture(turn.from.language)]
  if (/form/.test(text)) return [form]
  if (/nasty/.test(text))
    return [{ text: [["<img src=x onerror=alert(1)>"], [{ link: "click", url: "javascript:alert(1)" }]] }]
  if (/long/.test(text)) return [{ text: Array.from({ length: 40 }, (_, at) => [`Line ${at + 1}`]) }]
  return [{ text: [[`You said: ${text}`]], buttons: menu }]
}

const menu = [
  [
    { label: "Book", press: "book" },
    { label: "What is free", press: "free" },
  ],
  [
    { label: "My bookings", press: "mine" },
    { label: "Help", press: "help" },
  ],
]

async function timetablePicture(language: string | undefined): Promise<Reply> {
  const spoken = languages.find((one) => one === language) ?? "en"
  const png = await toPng(timetable(sampleDay(spoken), { language: spoken, scheme: "light", form: "phone" }))
  return {
    text: [
      ["Tomorrow evening, rooms for 2 hosts:"],
      [{ bold: "Studio 1" }, " from 18:00"],
      [{ bold: "Studio 4" }, " 19:30–22:00"],
    ],
    picture: {
      name: "day.png",
      png,
      alt: "Timetable of Tuesday 24 November: Studio 1 free from 18:00, Studio 4 free 19:30 to 22:00.",
    },
    buttons: [
      [
        { label: "Studio 1, 18:00", press: "at 18:00" },
        { label: "Studio 4, 19:30", press: "at 19:30" },
      ],
      [{ label: "Wednesday", press: "wed" }],
    ],
  }
}

const form: Reply = {
  text: [["Tell me what you need:"]],
  form: {
    id: "book",
    title: "A booking",
    submit: "Check",
    fields: [
      { name: "date", label: "Day", kind: "date", value: "2026-11-24" },
      { name: "time", label: "Time", kind: "time", value: "15:00" },
      {
        name: "room",
        label: "Room",
        kind: "choice",
        options: [
          { label: "Any small room", value: "small" },
          { label: "Studio 2", value: "studio-2" },
        ],
        value: "small",
      },
      {
        name: "gear",
        label: "Gear",
        kind: "choices",
        options: [
          { label: "Ring light", value: "ring" },
          { label: "Green screen", value: "green" },
        ],
      },
      { name: "title", label: "Title", kind: "text", optional: true },
    ],
  },
}
