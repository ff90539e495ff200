export { toJson } from "./json.js"
export { understand } from "./read.js"
export * from "./reading.js"
