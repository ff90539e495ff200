#!/usr/bin/env node
// Set and empty, so that no .env sets it either: libraries that explain themselves print tokens and addresses with passwords.
process.env.DEBUG = ""
const { main } = await import("../dist/cli.js")

await main(process.argv)
