import type { PolicyDocument } from '../policies/policy-document.js';
import type { CallerIdentity, ProbeOutcome } from '../sts/sts.js';
import { callerPolicyDecides, failed, inconclusive, passed } from './finding.js';
import type { Finding } from './finding.js';
import type { TrustReading } from './trust-reading.js';

/** Whose credentials enter the chain, and whose settings name its roles: for people. */
export type ChainCaller = 'replicator' | 'metering';

export const wordsFor = {
  replicator: { holder: 'the replicator', owner: 'the platform', settings: 'the platform connection' },
  metering: { holder: 'metering', owner: 'the payer', settings: 'the payer’s settings' },
} as const satisfies Readonly<Record<ChainCaller, unknown>>;

/** One role of the chain, and who must enter it how. */
export interface ChainRole {
  readonly caller: ChainCaller;
  readonly arn: string;
  readonly accountId: string;
  readonly name: string;
  readonly principalArn: string;
  readonly trust: PolicyDocument;
}

const policyText = (document: PolicyDocument): string => JSON.stringify(document, undefined, 2);

/** A user answers with its own ARN; a role answers as a session of it, without its path. @source GetCallerIdentity */
export const isPrincipal = (identityArn: string, principalArn: string): boolean => {
  if (identityArn === principalArn) return true;
  const role = /^arn:([\w-]+):(?:iam|sts)::(\d{12}):(?:role|assumed-role)\/(.+)$/.exec(principalArn);
  const session = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(identityArn);
  if (!role || !session) return false;
  const name = principalArn.includes(':assumed-role/') ? role[3]?.split('/')[0] : role[3]?.split('/').at(-1);
  return role[1] === session[1] && role[2] === session[2] && name === session[3];
};

export const judgeCredentials = (identity: CallerIdentity, { caller, principalArn }: Pick<ChainRole, 'caller' | 'principalArn'>): Finding => {
  const { holder, owner, settings } = wordsFor[caller];
  return isPrincipal(identity.arn, principalArn)
    ? passed('credentials', identity.arn, `The credentials of ${holder} are those of the principal that ${owner} names.`)
    : failed('credentials', identity.arn, {
        code: 'WRONG_PRINCIPAL',
        message: `The credentials of ${holder} belong to ${identity.arn}, but ${owner} names ${principalArn}.`,
        remedy: `Give ${holder} the credentials of that principal, or change the principal ARN in ${settings}.`,
      });
};

export const judgeEntry = (role: ChainRole, outcome: ProbeOutcome): Finding =>
  outcome.outcome === 'assumed'
    ? passed('assume_positive', role.arn, `The role lets ${wordsFor[role.caller].holder} in with its ExternalId.`)
    : failed('assume_positive', role.arn, {
        code: 'ENTRY_REFUSED',
        message: `AWS refused ${role.arn}: ${outcome.message}.`,
        remedy:
          `Check that the role ${role.name} exists in account ${role.accountId} under exactly this path, that it has the trust policy below with the ExternalId of ${wordsFor[role.caller].owner}, ` +
          `and that ${role.principalArn} may call sts:AssumeRole on it. AWS does not say which of these is missing.`,
        useInstead: policyText(role.trust),
        again: true,
      });

export const judgeIdentity = (role: ChainRole, assumedRoleArn: string): Finding => {
  const [, , , account, resource = ''] = /^(arn):([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(assumedRoleArn) ?? [];
  return account === role.accountId && resource === role.name
    ? passed('identity_match', assumedRoleArn, `The session is one of ${role.name} in account ${role.accountId}.`)
    : failed('identity_match', assumedRoleArn, {
        code: 'WRONG_ACCOUNT',
        message: `AWS gave a session of ${assumedRoleArn}, but ${role.arn} is wanted.`,
        remedy: `Check the account id and the role’s name in ${wordsFor[role.caller].settings}.`,
      });
};

type Probe = 'assume_without_external_id' | 'assume_wrong_external_id';

const sent = { assume_without_external_id: 'without an ExternalId', assume_wrong_external_id: 'with a wrong ExternalId' } as const;

export const judgeRefusal = (name: Probe, role: ChainRole, outcome: ProbeOutcome): Finding =>
  outcome.outcome === 'refused'
    ? passed(name, role.arn, `AWS refuses the role ${sent[name]}.`)
    : failed(name, role.arn, {
        code: 'CONFUSED_DEPUTY',
        message: `AWS let ${wordsFor[role.caller].holder} into ${role.arn} ${sent[name]}: whoever gets this role named in the settings gets in, too. The session was thrown away unused.`,
        remedy: 'Replace the role’s trust policy by the one below.',
        useInstead: policyText(role.trust),
        again: true,
      });

/** Under the seed profile the caller's own policy refuses what the probes try, so nothing is sent. */
export const forestalled = (name: Probe, role: ChainRole): Finding =>
  inconclusive(name, role.arn, {
    code: callerPolicyDecides,
    message: `Not tried ${sent[name]}: under the seed profile the caller’s own policy refuses it, whatever the trust policy says.`,
    remedy: 'Nothing to do: the trust policy itself is read instead. The minimal profile lets the probes prove it.',
  });

export const judgeTrust = (role: ChainRole, reading: TrustReading | undefined): Finding => {
  if (!reading)
    return failed('trust_static', role.arn, {
      code: 'ROLE_MISSING',
      message: `IAM knows no role ${role.name} in account ${role.accountId}.`,
      remedy: `Check the role’s name and path in ${wordsFor[role.caller].settings}.`,
      again: true,
    });
  const texts = (severity: 'error' | 'warning'): readonly string[] =>
    reading.findings.filter((finding) => finding.severity === severity).map(({ message, remedy }) => `${message} ${remedy}`);
  if (reading.verdict === 'secure')
    return passed(
      'trust_static',
      role.arn,
      [`The trust policy lets in exactly the principal of ${wordsFor[role.caller].owner}, with exactly its ExternalId.`, ...texts('warning')].join(
        ' ',
      ),
    );
  return failed('trust_static', role.arn, {
    code: reading.findings.find(({ severity }) => severity === 'error')?.code ?? 'INSECURE',
    message: texts('error').join(' '),
    remedy: 'Replace the role’s trust policy by the one below.',
    useInstead: policyText(reading.useInstead),
  });
};
