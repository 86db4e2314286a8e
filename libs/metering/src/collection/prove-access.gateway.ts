import { randomBytes } from 'node:crypto';
import { asAnswer, findingOf, hardenedTrust, isProven, judgeCredentials, judgeEntry, judgeIdentity, judgeRefusal, roleArn } from '@orgledger/aws';
import type { ChainRole, CheckName, Finding, ScopedMetering } from '@orgledger/aws';
import type { VerificationCheck } from '@orgledger/governance';
import type { PayerSettings } from '../payer/payer.events.js';

export interface AccessProof {
  readonly ok: boolean;
  readonly checks: readonly VerificationCheck[];
  /** AWS may answer otherwise soon, without anybody changing anything. */
  readonly again: boolean;
}

const roleOf = ({ partition, payerAccountId, role, principalArn, externalId }: PayerSettings): ChainRole => ({
  caller: 'metering',
  arn: roleArn(partition, payerAccountId, role),
  accountId: payerAccountId,
  name: role.name,
  principalArn,
  trust: hardenedTrust({ principalArn, externalIds: [externalId], breakGlassRoleArns: [] }),
});

/**
 * Proves, before the metering role is used, that metering gets in with its ExternalId, and that the role refuses a missing and a wrong one.
 * The role may read costs only, so its trust document is not read. @source specs/connections.md §3.5
 */
export const proveAccess = async (settings: PayerSettings, aws: ScopedMetering, sessionName: string): Promise<AccessProof> => {
  const role = roleOf(settings);
  const findings: Finding[] = [];
  const check = async (name: CheckName, subject: string, carryOut: () => Promise<Finding>): Promise<boolean> => {
    let finding: Finding;
    try {
      finding = await carryOut();
    } catch (error) {
      finding = findingOf(name, subject, error, 'metering');
    }
    findings.push(finding);
    return finding.result === 'passed';
  };
  const probe = (externalId: string | undefined) => aws.own.sts.probeAssumeRole({ roleArn: role.arn, sessionName, externalId });
  let assumed = '';
  const entered =
    (await check('credentials', settings.principalArn, async () => judgeCredentials(await aws.own.sts.getCallerIdentity(), role))) &&
    (await check('assume_positive', role.arn, async () => {
      const outcome = await probe(settings.externalId);
      if (outcome.outcome === 'assumed') assumed = outcome.assumedRoleArn;
      return judgeEntry(role, outcome);
    })) &&
    (await check('identity_match', role.arn, () => Promise.resolve(judgeIdentity(role, assumed))));
  if (entered)
    for (const [name, externalId] of [
      ['assume_without_external_id', undefined],
      ['assume_wrong_external_id', randomBytes(32).toString('base64url')],
    ] as const)
      await check(name, role.arn, async () => judgeRefusal(name, role, await probe(externalId)));
  const open = findings.some(({ result, code }) => result === 'failed' && code === 'CONFUSED_DEPUTY');
  return {
    ok: isProven(findings),
    checks: asAnswer(findings.map((finding) => ({ ...finding, again: false }))),
    again: !open && findings.some(({ again }) => again),
  };
};
