import { consoleDriver } from "./drivers/console.js"
import { contract } from "./suite.js"

contract(consoleDriver)
