import { telegramDriver } from "./drivers/telegram.js"
import { contract } from "./suite.js"

contract(telegramDriver("grammy", "polling"))
contract(telegramDriver("grammy", "webhook"))
