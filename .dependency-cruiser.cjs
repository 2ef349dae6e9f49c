/** The layers: imports point one way, rooms side by side never import each other. */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      // What is loaded later, or not at all, does not begin in a circle.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'core-imports-nothing-outside',
      comment: 'The domain knows no HTTP, SQL, SSH or cloud vocabulary.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: '^src/core/' },
    },
    {
      name: 'core-uses-few-packages',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm'], pathNot: 'node_modules/unixcrypt/' },
    },
    {
      name: 'dialects-know-core-only',
      severity: 'error',
      from: { path: '^src/dialects/', pathNot: '(\\.test\\.ts$|/test-support/)' },
      to: { path: '^src/', pathNot: '^src/(core|dialects)/' },
    },
    {
      name: 'dialects-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/dialects/([^/]+)/' },
      to: { path: '^src/dialects/([^/]+)/', pathNot: '^src/dialects/($1|kit)/' },
    },
    {
      name: 'contract-of-the-own-api-knows-nothing',
      comment: 'Browsers and command lines load it.',
      severity: 'error',
      from: { path: '^src/own-api/(contract/|client\\.ts)' },
      to: { path: '^src/', pathNot: '^src/own-api/contract/' },
    },
    {
      name: 'own-api-knows-core-dialects-and-world',
      severity: 'error',
      from: { path: '^src/own-api/' },
      to: { path: '^src/', pathNot: '^src/(core|dialects|own-api|world)/' },
    },
    {
      name: 'console-is-a-client',
      comment: 'It runs in a browser, and asks the own API for everything.',
      severity: 'error',
      from: { path: '^src/console/' },
      to: { path: '^src/', pathNot: '^src/(console/|own-api/(contract/|client\\.ts))' },
    },
    {
      name: 'nobody-knows-the-console',
      comment: 'The server carries the built files and no more.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/console/' },
      to: { path: '^src/console/' },
    },
    {
      name: 'rooms-of-the-console-are-apart',
      comment: 'What two rooms need is in the kit; the bind dialog is opened from many.',
      severity: 'error',
      from: { path: '^src/console/pages/([^/]+)/' },
      to: { path: '^src/console/pages/[^/]+/', pathNot: '^src/console/pages/($1|bind)/' },
    },
    {
      name: 'commands-are-clients',
      comment: 'What a command wants from a running server it asks over the own API.',
      severity: 'error',
      from: { path: '^src/commands/' },
      to: { path: '^src/(core|dialects|drivers|http|seeding|world|own-api/server)/' },
    },
    {
      name: 'world-is-behind-its-api',
      severity: 'error',
      from: { path: '^src/world/' },
      to: { path: '^src/(http|own-api|commands|drivers|testing)/' },
    },
    {
      name: 'drivers-know-core-only',
      severity: 'error',
      from: { path: '^src/drivers/', pathNot: '(\\.test\\.ts|\\.contract\\.ts)$' },
      to: { path: '^src/', pathNot: '^src/(core|drivers)/' },
    },
    {
      name: 'drivers-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/drivers/([^/]+)/' },
      to: { path: '^src/drivers/([^/]+)/', pathNot: '^src/drivers/($1|kit)/' },
    },
    {
      name: 'store-knows-core-only',
      severity: 'error',
      from: { path: '^src/store/', pathNot: '(\\.test\\.ts|\\.contract\\.ts)$' },
      to: { path: '^src/', pathNot: '^src/(core|store)/' },
    },
    {
      name: 'sql-lives-in-store',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: 'node_modules/kysely/' },
    },
    {
      name: 'ssh-lives-in-drivers',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/drivers/' },
      to: { path: 'node_modules/ssh2/' },
    },
    {
      name: 'http-lives-in-http',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/http/' },
      to: { path: 'node_modules/fastify/' },
    },
    {
      name: 'product-does-not-know-its-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '(\\.test\\.ts|\\.contract\\.ts)$|/test-support/' },
      to: { path: '^(tests|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The parser does not know `await using`, which tests are full of; the product does without it.
    exclude: { path: '\\.(test|contract)\\.ts$|/test-support/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      conditionNames: ['import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
}
