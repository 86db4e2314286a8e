import { createHash, randomBytes } from 'node:crypto';
import type { RemarkText } from './run.events.js';
import type { RunScope } from './run-scope.gateway.js';

const patienceMs = 10 * 60_000;

/** Names what a proof is about: another account, role, ExternalId, principal or break-glass role needs another one. SHA-256, hex. */
const proofOf = (accountId: string, roleName: string, trust: string): string =>
  createHash('sha256')
    .update(JSON.stringify([accountId, roleName, trust]))
    .digest('hex');

/**
 * Once for each trust policy of a member account's access role, before anything else is done through it: AWS refuses the role without
 * an ExternalId, with a wrong one, and with the one that was rotated away. Answers what to say when the role stays open.
 * @source specs/replication.md, step 4
 */
export const proveTrust = async (scope: RunScope): Promise<RemarkText | undefined> => {
  const { accountId = '', accessRole } = scope.desired;
  const proof = proofOf(accountId, accessRole.name, accessRole.trust);
  if (scope.provenTrust === proof) return undefined;
  // Entering has shown that the service role's own policy lets the probes pass: what refuses them is the trust policy.
  const { role } = await scope.enter(accountId);
  const { previousExternalId } = scope.snapshot.platform;
  const strangers: readonly (readonly [string, string | undefined])[] = [
    ['without an ExternalId', undefined],
    ['with a wrong ExternalId', randomBytes(32).toString('base64url')],
    ...(previousExternalId === undefined ? [] : [['with the previous ExternalId', previousExternalId] as const]),
  ];
  let open = '';
  const closed = await scope.until('accessRole', patienceMs, async () => {
    for (const [how, externalId] of strangers) {
      const probe = { roleArn: role.arn, sessionName: `orgledger-${scope.log.runId.slice(0, 18)}`, externalId };
      if ((await scope.aws.management.sts.probeAssumeRole(probe)).outcome === 'refused') continue;
      open = how;
      return false;
    }
    return true;
  });
  if (!closed) return staysOpen(role.arn, open);
  scope.log.note({ type: 'RecordTrustProof', accountId, roleName: accessRole.name, proof });
  return undefined;
};

const staysOpen = (roleArn: string, how: string): RemarkText => ({
  code: 'ACCESS_ROLE_OPEN',
  forUser: 'The access role of this account is not closed to others yet, so it is not used. Your platform team has been told.',
  forOperator:
    `AWS lets the platform into ${roleArn} ${how}, although its trust policy reads as written: whoever talks the platform into naming this role gets in, too. ` +
    'Nothing was changed through it. Check that no break-glass role of the platform names the service role; then retry the run.',
});
