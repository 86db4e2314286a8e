import { oneOrList } from '../policies/explain.js';
import type { PolicyDocument, PolicyStatement } from '../policies/policy-document.js';
import type { ExpectedTrust } from './trust-reading.js';

export interface TrustWish extends ExpectedTrust {
  /** Actions beyond AssumeRole that the principal's sessions carry; both need a say in every trust of the chain. */
  readonly sourceIdentity?: boolean;
  readonly sessionTags?: boolean;
}

/** The trust policy of every role in the chain: exactly one principal, and only with the ExternalId; break-glass roles without one. */
export const hardenedTrust = (wish: TrustWish): PolicyDocument => {
  const passes = [...(wish.sourceIdentity ? ['sts:SetSourceIdentity'] : []), ...(wish.sessionTags ? ['sts:TagSession'] : [])];
  const statements: PolicyStatement[] = [
    {
      Sid: 'OrgledgerWithExternalId',
      Effect: 'Allow',
      Principal: { AWS: wish.principalArn },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': oneOrList(wish.externalIds) } },
    },
  ];
  // These two have no sts:ExternalId in their request context; without AssumeRole they open nothing.
  if (passes.length > 0)
    statements.push({ Sid: 'OrgledgerSessionMarks', Effect: 'Allow', Principal: { AWS: wish.principalArn }, Action: oneOrList(passes) });
  if (wish.breakGlassRoleArns.length > 0)
    statements.push({ Sid: 'BreakGlass', Effect: 'Allow', Principal: { AWS: oneOrList(wish.breakGlassRoleArns) }, Action: 'sts:AssumeRole' });
  return { Version: '2012-10-17', Statement: statements };
};
