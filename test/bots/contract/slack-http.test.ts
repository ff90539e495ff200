import { slackDriver } from "./drivers/slack.js"
import { contract } from "./suite.js"

contract(slackDriver("HTTP"))
