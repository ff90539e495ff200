/** Imports point one way: bots/<platform> → core/desk → the engine. Only main, the command line and http see across. */
const engine = "^src/core/(?!desk/)"

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "engine-knows-no-chat",
      severity: "error",
      from: { path: engine },
      to: { path: "^src/(core/desk|bots|cli|main|config|demo)" },
    },
    {
      name: "desk-knows-no-platform",
      severity: "error",
      from: { path: "^src/core/desk/" },
      to: { path: "^src/(bots|cli|main|config|demo)" },
    },
    {
      name: "platforms-know-only-the-desk",
      severity: "error",
      from: { path: "^src/bots/" },
      to: {
        path: "^src/",
        pathNot: "^src/(bots/|core/desk/(turn|board-day)|core/(secret|log|language|clipped|latest)\\.ts)",
      },
    },
    {
      name: "platforms-are-strangers",
      severity: "error",
      from: { path: "^src/bots/([^/]+)/" },
      to: { path: "^src/bots/", pathNot: "^src/bots/($1/|(http|assets|limit|flood)\\.ts)" },
    },
    {
      name: "only-the-store-speaks-to-databases",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/core/store/" },
      to: {
        path: "^(pg|@prisma/|@electric-sql/|node_modules/(pg|@prisma|@electric-sql))",
        dependencyTypesNot: ["type-only"],
      },
    },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    // The build holds what the board's page is made of.
    exclude: { path: "^src/(core/store/generated|bots/board/page)" },
    tsConfig: { fileName: "tsconfig.json" },
  },
}
