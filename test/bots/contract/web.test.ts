import { webDriver } from "./drivers/web.js"
import { contract } from "./suite.js"

contract(webDriver)
