import { describe, expect, it } from "vitest"
import { acts, clerkForms } from "../../../src/core/desk/clerk-forms.js"

const first = (text: string): unknown => clerkForms(text)[0]

describe("what staff say at the desk", () => {
  it.each([
    ["check in lotus", "checkin", "lotus"],
    ["Please check Lotus Live in.", "checkin", "Lotus Live"],
    ["lotus just arrived", "checkin", "lotus"],
    ["a Lai chegou", "checkin", "a Lai"],
    ["幫金記報到", "checkin", "金記"],
    ["Lotus is running 20 minutes late", "late", "Lotus 20 minutes"],
    ["金記會遲到20分鐘", "late", "金記 20分鐘"],
    ["mark lotus as a no-show", "noshow", "lotus"],
    ["金记没来", "noshow", "金记"],
    ["a Lai não apareceu", "noshow", "a Lai"],
    ["forgive lotus", "forgive", "lotus"],
    ["who's late?", "awaited", ""],
    ["who isn't here yet", "awaited", ""],
    ["who's next in studio 2", "next", "in studio 2"],
    ["今晚有咩場", "list", "今晚"],
    ["quem tem reserva amanhã", "list", "amanhã"],
    ["how busy is it tonight", "list", "it tonight"],
  ])("%s", (text, is, said) => expect(clerkForms(text)).toContainEqual({ is, said }))

  it.each(["lotus is here?", "a Lai já chegou?", "金記到咗？", "is lotus late?", "lotus no show?"])(
    "what is asked does nothing: %s",
    (text) => expect(clerkForms(text).filter(({ is }) => acts.has(is))).toEqual([]),
  )

  it.each(["book studio 2 tomorrow 3-5pm", "訂2號房聽日三點到五點", "yes", "reservar amanhã às 15h", ""])(
    "is a sentence like any other: %s",
    (text) => expect(first(text)).toBeUndefined(),
  )
})
