/** The organisation that the quickstart builds: three teams, eight projects, twelve accounts on two platforms of one AWS Organization. */
export const workspaces = [
  { identifier: 'payments', displayName: 'Payments', tags: { costCenter: 'CC-1010' } },
  { identifier: 'mobile', displayName: 'Mobile apps', tags: { costCenter: 'CC-2020' } },
  { identifier: 'data', displayName: 'Data platform', tags: { costCenter: 'CC-3030' } },
] as const;

export const projects = [
  { workspace: 'payments', identifier: 'checkout-prod', displayName: 'Checkout production', tags: { environment: 'prod' } },
  { workspace: 'payments', identifier: 'checkout-dev', displayName: 'Checkout development', tags: { environment: 'dev' } },
  { workspace: 'payments', identifier: 'fraud-prod', displayName: 'Fraud detection', tags: { environment: 'prod' } },
  { workspace: 'mobile', identifier: 'app-prod', displayName: 'App back end', tags: { environment: 'prod' } },
  { workspace: 'mobile', identifier: 'app-dev', displayName: 'App back end development', tags: { environment: 'dev' } },
  { workspace: 'data', identifier: 'lake-prod', displayName: 'Data lake', tags: { environment: 'prod' } },
  { workspace: 'data', identifier: 'lake-dev', displayName: 'Data lake development', tags: { environment: 'dev' } },
  { workspace: 'data', identifier: 'ml-lab', displayName: 'Machine learning lab', tags: { environment: 'dev' } },
] as const;

export const tagDefinitions = [
  { targetKind: 'WORKSPACE', key: 'costCenter', displayName: 'Cost centre', mandatory: true, replicated: true },
  { targetKind: 'PROJECT', key: 'environment', displayName: 'Environment', mandatory: true, replicated: true },
] as const;

/** Platform `aws` takes all eight projects, platform `lab` four of them: a project has at most one account per platform. */
export const tenants = [
  ...projects.map((project) => ({
    workspace: project.workspace,
    project: project.identifier,
    platform: 'aws',
    landingZone: project.tags.environment === 'prod' ? 'production' : 'development',
  })),
  ...(['checkout-dev', 'app-dev', 'lake-dev', 'ml-lab'] as const).map((project) => ({
    workspace: projects.find(({ identifier }) => identifier === project)?.workspace ?? 'data',
    project,
    platform: 'lab',
    landingZone: 'experiments',
  })),
];

export const landingZones = [
  { platform: 'aws', identifier: 'production', displayName: 'Production', ouPath: ['Workloads', 'Production'] },
  { platform: 'aws', identifier: 'development', displayName: 'Development', ouPath: ['Workloads', 'Development'] },
  { platform: 'lab', identifier: 'experiments', displayName: 'Experiments', ouPath: ['Sandboxes'] },
] as const;

export const users = [
  { name: 'Ada Adler', euid: 'ada.adler' },
  { name: 'Ben Baker', euid: 'ben.baker' },
  { name: 'Cleo Castro', euid: 'cleo.castro' },
  { name: 'Dai Davies', euid: 'dai.davies' },
  { name: 'Eva Engel', euid: 'eva.engel' },
  { name: 'Femi Folarin', euid: 'femi.folarin' },
] as const;

/** Who has which role where; a binding without a project holds for the whole workspace. */
export const bindings = [
  { euid: 'ada.adler', role: 'admin', workspace: 'payments' },
  { euid: 'ben.baker', role: 'user', workspace: 'payments', project: 'checkout-dev' },
  { euid: 'ben.baker', role: 'reader', workspace: 'payments', project: 'checkout-prod' },
  { euid: 'cleo.castro', role: 'admin', workspace: 'mobile' },
  { euid: 'dai.davies', role: 'user', workspace: 'mobile', project: 'app-dev' },
  { euid: 'eva.engel', role: 'admin', workspace: 'data' },
  { euid: 'femi.folarin', role: 'user', workspace: 'data', project: 'ml-lab' },
  { euid: 'femi.folarin', role: 'reader', workspace: 'data', project: 'lake-prod' },
] as const;

/** Permission sets that stand for the three project roles. */
export const permissionSets = [
  { role: 'admin', name: 'TenantAdmin', managedPolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  { role: 'user', name: 'TenantUser', managedPolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
  { role: 'reader', name: 'TenantReader', managedPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
] as const;

/** How the bill becomes statements: as AWS charges it, support spread over all teams, a fee for the platform on top. */
export const billingPolicy = {
  basis: 'CASH',
  settlements: {
    support: 'REDISTRIBUTE',
    tax: 'PASS_THROUGH',
    credit: 'PASS_THROUGH',
    refund: 'PASS_THROUGH',
    discount: 'PASS_THROUGH',
    other: 'PASS_THROUGH',
  },
  sharedCosts: [],
  markups: [{ ruleId: 'platform-fee', name: 'Platform fee', base: {}, method: 'PERCENTAGE', rate: '0.03', seller: 'Acme Cloud Platform' }],
  prices: [],
  currencies: [],
  closeAfterDays: 7,
  issuer: 'Acme Cloud Platform',
} as const;
