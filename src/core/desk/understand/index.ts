export { toJson } from "./json.js"
export { understand } from "./read.js"
export * from "./reading.js"
export { namesListed, platformNames } from "./show.js"
