import { withAccount } from '../perform/perform-change.gateway.js';
import { canonicalDocument } from '../plan/canonical-document.js';
import type { Change, DetachRolePolicy } from '../plan/change.js';
import type { RemarkText } from './run.events.js';
import type { RunScope } from './run-scope.gateway.js';

const patienceMs = 10 * 60_000;

/** Some changes count only once AWS shows them: the next change relies on it. Answers what to say when it never did. */
export const proveChange = async (change: Change, scope: RunScope): Promise<RemarkText | undefined> => {
  const accountId = scope.desired.accountId ?? '';
  switch (change.operation) {
    case 'UpdateAssumeRolePolicy':
      return (await trustIsInForce(change.parameters.PolicyDocument, accountId, scope)) ? undefined : notVisible('trust policy', scope);
    case 'PutRolePolicy': {
      const { RoleName: roleName, PolicyName: policyName, PolicyDocument: document } = change.parameters;
      const wanted = canonicalDocument(withAccount(document, accountId));
      const { iam } = await scope.enter(accountId);
      const visible = await scope.until('selfDowngrade', patienceMs, async () => {
        const policy = await iam.getRolePolicy(roleName, policyName);
        return policy !== undefined && canonicalDocument(policy.document) === wanted;
      });
      return visible ? undefined : notVisible('final policy', scope);
    }
    case 'DetachRolePolicy':
      return (await isDetached(change, scope, patienceMs)) ? undefined : notVisible('removal of AdministratorAccess', scope);
    default:
      return undefined;
  }
};

/** Whether AWS shows within the time given that the policy is detached. */
export const isDetached = async ({ parameters }: DetachRolePolicy, scope: RunScope, withinMs: number): Promise<boolean> => {
  const { RoleName: roleName, PolicyArn: policyArn } = parameters;
  const { iam } = await scope.enter(scope.desired.accountId ?? '');
  return scope.until('selfDowngrade', withinMs, async () => {
    const attached = await iam.listAttachedPolicies(roleName);
    return attached !== undefined && !attached.some((policy) => policy.policyArn === policyArn);
  });
};

/** Read back, then entered with the current ExternalId: only then may the previous one be taken away. */
const trustIsInForce = async (document: string, accountId: string, scope: RunScope): Promise<boolean> => {
  const { iam, role } = await scope.enter(accountId);
  const wanted = canonicalDocument(withAccount(document, accountId));
  const { externalId } = scope.snapshot.platform;
  return scope.until('accessRole', patienceMs, async () => {
    const current = await iam.getRole(role.roleName);
    if (!current || canonicalDocument(current.trustPolicy) !== wanted) return false;
    const probe = await scope.aws.management.sts.probeAssumeRole({
      roleArn: role.arn,
      sessionName: `orgledger-${scope.log.runId.slice(0, 18)}`,
      externalId,
    });
    return probe.outcome === 'assumed';
  });
};

const notVisible = (what: string, scope: RunScope): RemarkText => ({
  code: 'NOT_VISIBLE',
  forUser: 'AWS has not confirmed a change of this account’s access role in time. It is tried again by itself.',
  forOperator: `The ${what} of ${scope.desired.accessRole.name} in account ${scope.desired.accountId ?? ''} was written, but AWS did not show it within 10 minutes. The next run looks again.`,
});
