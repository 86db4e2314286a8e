import type { GraphqlClient } from './graphql-client.js';
import type { IdentityCenter } from './identity-center.js';
import type { SandboxReady } from './sandbox-process.js';

export interface PlatformSpec {
  readonly identifier: string;
  readonly displayName: string;
  readonly serviceRole: { readonly name: string; readonly path: string };
  /** Distinguishes what the platforms of one organisation own: groups, tags, e-mails, aliases. */
  readonly mark: string;
  /** Overrides of single settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export const region = 'us-east-1';
export const serviceUser = 'meshfed-service-user';

/** The connection settings of a platform on the sandbox's organisation, as GraphQL takes them. */
export const settingsOf = (spec: PlatformSpec, sandbox: SandboxReady, identityCenter: IdentityCenter): Record<string, unknown> => ({
  partition: 'AWS',
  region,
  managementAccountId: sandbox.managementAccountId,
  platformAccountId: sandbox.platformAccountId,
  automationAccountId: sandbox.automationAccountId,
  principalArn: `arn:aws:iam::${sandbox.platformAccountId}:user/${serviceUser}`,
  serviceRole: spec.serviceRole,
  automationRole: { name: 'MeshfedAutomationRole', path: spec.serviceRole.path },
  accessRole: { name: 'OrgledgerAccountAccessRole', path: '/' },
  templates: {
    accountName: `${spec.mark}-#{workspaceIdentifier}-#{projectIdentifier:%.20s}-#{tenantNumber:%03d}`,
    accountEmail: `aws+${spec.mark}-#{tenantNumber:%04d}@example.com`,
    accountAlias: `acme-${spec.mark}-#{workspaceIdentifier}-#{tenantNumber:%04d}`,
    group: '#{workspaceIdentifier}.#{projectIdentifier}-#{platformGroupAlias}',
    userName: '#{euid}',
  },
  enforceAlias: true,
  identityCenter: {
    instanceArn: identityCenter.instanceArn,
    identityStoreId: identityCenter.identityStoreId,
    region,
    signInUrl: 'https://acme.awsapps.com/start',
    groupPrefix: `${spec.mark}-`,
  },
  tagPrefix: `${spec.mark}:`,
  breakGlassRoleArns: [],
  downgrade: 'STRICT',
  drift: 'REPAIR',
  limits: { workspaceIdentifier: 16, projectIdentifier: 30 },
  sweepRotation: 7,
  ...spec.settings,
});

export const platformFields = `platform { platformIdentifier status }`;

export const registerPlatform = (
  client: GraphqlClient,
  spec: PlatformSpec,
  sandbox: SandboxReady,
  identityCenter: IdentityCenter,
  commandId: string,
) =>
  client.mutate<{ commandId: string }>(
    'registerPlatform',
    'RegisterPlatformInput',
    { commandId, platformIdentifier: spec.identifier, displayName: spec.displayName, settings: settingsOf(spec, sandbox, identityCenter) },
    '... on PlatformSuccess { commandId }',
  );
