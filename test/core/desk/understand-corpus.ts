import { readFileSync } from "node:fs"
import { type Reading, toJson, understand } from "../../../src/core/desk/understand/index.js"
import type { Language } from "../../../src/core/language.js"
import { centre } from "./understand-centre.js"

/** One sentence with what a person would mean by it. `now` is local to Macau. */
export type Row = { language: Language; text: string; expected: string; now: string }

const columns = { language: 0, text: 1, intent: 2, start: 3, end: 4, extras: 5, now: 6 }
const sampleNow = "2026-11-23T10:00"

/** Reads a corpus file: language, text, intent, start, end, extras and, but for the sample, now. */
export function corpus(name: string): Row[] {
  const lines = readFileSync(`test/corpus/${name}.tsv`, "utf8").split("\n")
  return lines
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const cells = line.split("\t")
      return {
        language: cells[columns.language] as Language,
        text: cells[columns.text] ?? "",
        expected: cells.slice(columns.intent, columns.now).join("\t"),
        now: cells[columns.now] ?? sampleNow,
      }
    })
}

export const read = ({ text, language, now }: Row): Reading =>
  understand(text, { now: new Date(`${now}+08:00`), zone: "Asia/Macau", language, centre })

/** A reading in the columns of the corpus. `minutes` stands only where no end carries the length; `ask` names what is asked. */
export function columnsOf(reading: Reading): string {
  const { intent, start, end, durationMinutes, room, hosts, gear, repeat, moveTo } = toJson(reading)
  const kept = gear.filter(({ name }) => reading.gear.find((one) => one.name === name)?.how !== "drop")
  const extras = [
    reading.open.length > 0 && `ask=${reading.open.map(({ about }) => about).join(",")}`,
    reading.roomClass && `class=${reading.roomClass}`,
    kept.length > 0 && `gear=${kept.map(({ name, quantity }) => `${name}:${quantity}`).join(",")}`,
    hosts !== null && `hosts=${hosts}`,
    durationMinutes !== null && end === null && `minutes=${durationMinutes}`,
    reading.not && `not=${reading.not}`,
    reading.problems.length > 0 && `problem=${reading.problems.map((problem) => problem.is).join(",")}`,
    repeat !== null && `repeat=${repeat}`,
    room && `room=${room}`,
    moveTo && `to=${moveTo}`,
    reading.unread.length > 0 && `unread=${reading.unread.join(",")}`,
  ].filter(Boolean)
  return [intent, start ?? "-", end ?? "-", extras.join(";") || "-"].join("\t")
}
