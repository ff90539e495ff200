import { randomInt } from "node:crypto"

const alphabet = "abcdefghjkmnpqrstuvwxyz23456789"

/** Ten characters without look-alikes: 49 bits, short enough to be read aloud and to fit into a button. */
export const newId = (): string => Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]).join("")
