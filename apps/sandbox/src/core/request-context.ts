import { sessionOf } from './principal.js';
import type { AuthorizationTarget, Caller, World } from './service.js';

interface Circumstances {
  readonly now: number;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

const principalType = { root: 'Account', user: 'User', session: 'AssumedRole' } as const;

/**
 * Global condition keys of a call. Loopback has no TLS: the sandbox answers `aws:SecureTransport` true, as every call to AWS would.
 * @source IAM: "AWS global condition context keys"
 */
export const globalContext = (
  world: World,
  caller: Caller,
  target: AuthorizationTarget,
  { now, region, tags }: Circumstances,
): Record<string, string | readonly string[]> => {
  const issuedAt = sessionOf(world, caller.accessKeyId)?.issuedAt;
  return {
    'aws:PrincipalArn': caller.principalArn,
    'aws:PrincipalAccount': caller.accountId,
    'aws:PrincipalOrgID': world.organizationId,
    'aws:PrincipalType': principalType[caller.kind],
    'aws:userid': caller.userId,
    'aws:RequestedRegion': region,
    'aws:SecureTransport': 'true',
    'aws:SourceIp': '127.0.0.1',
    'aws:ViaAWSService': 'false',
    'aws:PrincipalIsAWSService': 'false',
    'aws:ResourceAccount': target.resourceAccountId,
    'aws:ResourceOrgID': world.organizationId,
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    ...(caller.kind === 'user' ? { 'aws:username': caller.arn.slice(caller.arn.lastIndexOf('/') + 1) } : {}),
    ...(issuedAt === undefined ? {} : { 'aws:TokenIssueTime': new Date(issuedAt).toISOString(), 'aws:MultiFactorAuthPresent': 'false' }),
    ...(caller.sourceIdentity === undefined ? {} : { 'aws:SourceIdentity': caller.sourceIdentity }),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
};
