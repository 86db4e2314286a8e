import { hardenedTrust } from '../trust/hardened-trust.js';
import { parsePrincipalArn, roleArn } from './arns.js';
import { allow, oneOrList } from './explain.js';
import type { ExplainedStatement, PolicyDocument } from './policy-document.js';
import type { PolicyOptions, PolicyPlatform } from './policy-options.js';
import type { PrintedPrincipal } from './printed-principal.js';

/** The ExternalIds that count now: the current one, and the previous one during a rotation. */
export const externalIdsOf = (platform: Pick<PolicyPlatform, 'externalId' | 'previousExternalId'>): readonly string[] =>
  platform.previousExternalId === undefined ? [platform.externalId] : [platform.externalId, platform.previousExternalId];

/** Whose credentials the replicator holds: an IAM user with an access key, or a role entered by web identity. */
export const callerPrincipal = (options: PolicyOptions): PrintedPrincipal => {
  const { platform } = options;
  const caller = parsePrincipalArn(platform.principalArn);
  if (!caller) throw new TypeError('principalArn was not checked');
  const trust = webIdentityTrust(options);
  return {
    id: 'caller',
    kind: caller.kind,
    room: 'platform',
    accountId: caller.accountId,
    name: caller.name,
    path: caller.path,
    purpose: 'Its credentials are the only ones the replicator holds. It may enter the roles of the chain and nothing else.',
    ...(trust ? { trust } : {}),
    // One caller may serve several platforms: each brings its own policy.
    inlinePolicies: [
      {
        name: `OrgledgerChain-${platform.managementAccountId}-${platform.serviceRole.name}`,
        statements: options.profile === 'seed' ? seedStatements(options) : minimalStatements(options),
      },
    ],
    managedPolicyArns: [],
  };
};

const minimalStatements = ({ platform }: PolicyOptions): readonly ExplainedStatement[] => [
  allow(
    'EnterChain',
    'Enters the service role. The ExternalId belongs in that role’s trust policy: demanded here, it would refuse the negative probes, and an open trust policy would look safe.',
    ['sts:AssumeRole'],
    [roleArn(platform.partition, platform.managementAccountId, platform.serviceRole)],
  ),
];

/** @source seeds/meshstack-aws-integration.md, "meshcloud" */
const seedStatements = ({ platform }: PolicyOptions): readonly ExplainedStatement[] =>
  [
    roleArn(platform.partition, platform.managementAccountId, platform.serviceRole),
    roleArn(platform.partition, platform.automationAccountId, platform.automationRole),
  ].map((role) => ({
    why: 'The source document’s statement. Its condition makes the verification’s negative probes inconclusive: the trust policy is read instead.',
    statement: {
      Sid: '',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: role,
      Condition: { StringEquals: { 'sts:ExternalId': oneOrList(externalIdsOf(platform)) } },
    },
  }));

/** The trust of a role that the caller enters: exactly the caller, with the ExternalId. */
export const trustOfCaller = ({ platform }: PolicyOptions): PolicyDocument =>
  hardenedTrust({ principalArn: platform.principalArn, externalIds: externalIdsOf(platform), breakGlassRoleArns: [] });

// AssumeRoleWithWebIdentity knows no ExternalId: audience and subject take its place.
const webIdentityTrust = ({ webIdentity }: PolicyOptions): PolicyDocument | undefined => {
  if (!webIdentity) return undefined;
  const issuer = webIdentity.providerArn.slice(webIdentity.providerArn.indexOf('/') + 1);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OrgledgerWebIdentity',
        Effect: 'Allow',
        Principal: { Federated: webIdentity.providerArn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${issuer}:aud`]: webIdentity.audience, [`${issuer}:sub`]: webIdentity.subject } },
      },
    ],
  };
};
