// The house rules of docs/architecture.md that a machine can check. A floor imports only from floors below.
const floors = [
  ['contracts'],
  ['access', 'audit', 'auth', 'database', 'history', 'planning', 'queues'],
  ['service', 'agent', 'clients'],
];
const names = (list) => `^packages/(${list.join('|')})/`;
const test = '\\.(test|integration\\.test|e2e\\.test)\\.ts$|/testing/|test-support';

const upward = floors.slice(0, -1).map((floor, index) => ({
  name: `floor-${index + 1}-imports-down`,
  comment: 'A package imports only from floors below its own, or beside it where that makes no cycle.',
  severity: 'error',
  from: { path: names(floor), pathNot: test },
  to: { path: names(floors.slice(index + 1).flat()) },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'no-cycles',
      comment: 'Entities of one aggregate may know each other; nothing else goes in a circle.',
      severity: 'error',
      from: { pathNot: '\\.entity\\.ts$' },
      to: { circular: true },
    },
    {
      name: 'packages-do-not-know-apps-or-tools',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(apps|tools|e2e|bench)/' },
    },
    {
      name: 'an-app-imports-no-other-app',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^(apps|tools)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'only-apis-reach-the-database',
      comment: 'Agents, gateways and pages reach data through the typed clients.',
      severity: 'error',
      from: { path: '^apps/', pathNot: '^apps/[^/]+-api/' },
      to: { path: '^packages/(database|service)/', pathNot: '^packages/service/src/gate/' },
    },
    {
      name: 'the-core-has-no-framework',
      comment: 'contracts, access, audit, planning and the core of auth can be lifted into any system.',
      severity: 'error',
      from: { path: '^packages/(contracts|access|audit|planning|auth/src/(?!nest/))', pathNot: test },
      to: { path: 'node_modules/(@nestjs|fastify|passport)' },
    },
    {
      name: 'planning-is-arithmetic',
      comment: 'Every figure a planner is shown can be worked out again from what went in: nothing is read.',
      severity: 'error',
      from: { path: '^packages/planning/', pathNot: test },
      to: { pathNot: '^packages/planning/' },
    },
    {
      name: 'a-package-is-entered-by-its-index',
      severity: 'error',
      from: { path: '^(apps|packages|tools|e2e|bench)/([^/]+)/' },
      to: {
        path: '^(packages|tools)/[^/]+/src/',
        pathNot: ['^$1/$2/', '^(packages|tools)/[^/]+/src/((nest|issuer|gate)/)?index\\.ts$'],
      },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^(apps|packages|tools)/', pathNot: `${test}|^packages/testing/` },
      to: { path: '^packages/testing/' },
    },
    {
      name: 'declared-dependencies-only',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/\\.)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      conditionNames: ['stockade-source', 'import', 'node'],
      exportsFields: ['exports'],
    },
  },
};
