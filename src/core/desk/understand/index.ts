export { toJson } from "./json.js"
export { languageOf, understand } from "./read.js"
export * from "./reading.js"
export { namesListed, platformNames } from "./show.js"
