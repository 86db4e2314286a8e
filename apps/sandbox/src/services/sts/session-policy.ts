import { IamView } from '../../core/principal.js';
import { AwsError } from '../../core/service.js';
import type { World } from '../../core/service.js';
import { checkPolicyDocument } from '../iam/policy-documents.js';
import type { QueryMembers } from '../query-members.js';

export interface PassedPolicies {
  readonly inline: string | undefined;
  readonly arns: readonly string[];
}

/** `Policy` and `PolicyArns` of a request for a session. */
export const readSessionPolicy = (members: QueryMembers): { readonly policy: string | undefined; readonly policyArns: readonly string[] } => {
  const policy = members.optionalText('Policy', { min: 1, max: 2048 });
  if (policy !== undefined) checkPolicyDocument(policy, 'identity');
  return {
    policy,
    policyArns: members.has('PolicyArns')
      ? members.structures('PolicyArns', { maxItems: 10 }).map((item) => item.text('arn', { min: 20, max: 2048 }))
      : [],
  };
};

const statementsOf = (document: string): readonly unknown[] => {
  const { Statement } = JSON.parse(document) as { Statement: unknown };
  return Array.isArray(Statement) ? (Statement as unknown[]) : [Statement];
};

/** Session policies count together: what any of them allows. Undefined when none were passed. @source IAM: "Session policies" */
export const sessionPolicyText = (world: World, now: number, accountId: string, policies: PassedPolicies): string | undefined => {
  if (policies.inline === undefined && policies.arns.length === 0) return undefined;
  const view = new IamView(world, now, 'visible');
  const managed = policies.arns.map((arn) => {
    const document = view.policyDocument(accountId, arn);
    if (document === undefined) throw new AwsError('PackedPolicyTooLarge', `Policy ${arn} is not attachable`, 400);
    return document;
  });
  const all = [...(policies.inline === undefined ? [] : [policies.inline]), ...managed];
  return JSON.stringify({ Version: '2012-10-17', Statement: all.flatMap(statementsOf) });
};
