import { telegramDriver } from "./drivers/telegram.js"
import { contract } from "./suite.js"

contract(telegramDriver("telegraf", "polling"))
contract(telegramDriver("telegraf", "webhook"))
