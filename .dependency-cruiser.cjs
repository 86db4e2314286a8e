// The rules of the house about who may import whom (docs/architecture.md). test/boundaries proves that each one bites.
const contexts = '(governance|replication|metering|notification|connections)';
const impure = String.raw`\.(handlers|view|module|subscription|store|gateway|spec)\.ts$`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'pure-files-import-pure-files',
      comment:
        'A pure file imports libs/kernel, pure files of its own context, and types. Give it the rest as data, or name the file by its impure role.',
      severity: 'error',
      from: { path: `^libs/${contexts}/(src)/`, pathNot: [impure, '/index\\.ts$'] },
      to: { pathNot: ['^libs/kernel/', '^libs/$1/src/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-files-stay-off-impure-ones',
      comment: 'A pure file may not reach the clock, the store or the network through an impure file of its own context.',
      severity: 'error',
      from: { path: `^libs/${contexts}/src/`, pathNot: [impure, '/index\\.ts$'] },
      to: { path: `^libs/$1/src/.*${impure}`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-aws-imports-the-aws-sdk',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: ['^libs/aws/', '\\.spec\\.ts$'] },
      to: { path: 'node_modules/@(aws-sdk|smithy)/' },
    },
    {
      name: 'only-event-store-imports-eventstore',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: ['^libs/event-store/', '\\.spec\\.ts$'] },
      to: { path: 'node_modules/@(eventstore|kurrent)/' },
    },
    {
      name: 'only-web-imports-react',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: '^apps/web/' },
      to: { path: 'node_modules/(react|react-dom|@mantine)/' },
    },
    { name: 'libs-never-import-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'apps-never-import-each-other',
      comment: 'standalone composes the modules that the other processes compose.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'standalone-only-composes-modules',
      severity: 'error',
      from: { path: '^apps/standalone/' },
      to: { path: '^apps/(?!standalone/)', pathNot: '\\.module\\.ts$' },
    },
    {
      name: 'the-sandbox-is-an-independent-witness',
      severity: 'error',
      from: { path: '^apps/sandbox/' },
      to: { path: '^libs/' },
    },
    {
      name: 'only-the-sandbox-imports-the-policy-engine',
      comment: 'Its licence is AGPL-3.0: a development dependency of the sandbox and of tests.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: ['^apps/sandbox/', '\\.spec\\.ts$'] },
      to: { path: 'node_modules/@cloud-copilot/' },
    },
    {
      name: 'contexts-meet-at-their-index',
      severity: 'error',
      from: { path: `^libs/${contexts}/` },
      to: { path: `^libs/${contexts}/`, pathNot: ['^libs/$1/', '^libs/[^/]+/(src|testing)/index\\.ts$'] },
    },
    {
      name: 'only-tests-import-testing',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: ['\\.spec\\.ts$', '/testing/'] },
      to: { path: '^(libs|apps)/[^/]+/testing/' },
    },
    {
      name: 'deciders-stay-in-their-context',
      severity: 'error',
      from: { path: `^(?:libs|apps)/([^/]+)/`, pathNot: '\\.spec\\.ts$' },
      to: { path: '\\.decider\\.ts$', pathNot: '^libs/$1/' },
    },
    {
      name: 'libs-are-entered-by-their-index',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^$1/$2/', '^libs/[^/]+/(src|testing)/index\\.ts$'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependencies-in-production',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: ['^apps/sandbox/', '\\.spec\\.ts$', '/testing/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
