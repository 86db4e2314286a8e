import { IamView, sessionOf } from '../../core/principal.js';
import { parseRoleArn } from '../../core/role-trust.js';
import { AwsError } from '../../core/service.js';
import type { AuthorizationTarget, Call } from '../../core/service.js';
import { requestTagContext, resourceTarget } from '../../core/targets.js';
import { defineOperation } from '../define-operation.js';
import type { Tag } from '../iam/model.js';
import { mergeTags } from '../iam/tags.js';
import { readTags } from '../iam/tags.js';
import { QueryMembers } from '../query-members.js';
import { issueSession, sessionAnswer } from './issue-session.js';
import { readSessionPolicy } from './session-policy.js';

const roleArnRules = { min: 20, max: 2048, pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/ };
export const sessionNameRules = { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ };
const sourceIdentityRules = { min: 2, max: 64, pattern: /^(?!aws:)[\w+=,.@-]*$/i };

interface AssumeRole {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly tags: readonly Tag[];
  readonly transitiveTagKeys: readonly string[];
  readonly duration: number | undefined;
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
}

const parse = (input: Readonly<Record<string, unknown>>): AssumeRole => {
  const members = new QueryMembers(input);
  return {
    roleArn: members.text('RoleArn', roleArnRules),
    sessionName: members.text('RoleSessionName', sessionNameRules),
    externalId: members.optionalText('ExternalId', { min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/ }),
    sourceIdentity: members.optionalText('SourceIdentity', sourceIdentityRules),
    tags: readTags(members),
    transitiveTagKeys: members.has('TransitiveTagKeys') ? members.texts('TransitiveTagKeys', { min: 1, max: 128, maxItems: 50 }) : [],
    duration: members.integer('DurationSeconds', 900, 43_200),
    ...readSessionPolicy(members),
  };
};

/** Source identity and transitive tags stay with every session of a chain. @source IAM: "Monitor and control actions taken with assumed roles", "Chaining roles with session tags" */
const inherited = (call: Call): { sourceIdentity: string | undefined; tags: readonly Tag[] } => {
  const session = sessionOf(call.world, call.caller.accessKeyId);
  const sticky = new Set(session?.transitiveTagKeys.map((key) => key.toLowerCase()));
  return { sourceIdentity: session?.sourceIdentity, tags: session?.tags.filter((tag) => sticky.has(tag.Key.toLowerCase())) ?? [] };
};

const authorize = (request: AssumeRole, call: Call): readonly AuthorizationTarget[] => {
  const accountId = parseRoleArn(request.roleArn)?.accountId ?? '';
  const before = inherited(call);
  const sourceIdentity = before.sourceIdentity ?? request.sourceIdentity;
  const tagged = request.tags.length > 0 || before.tags.length > 0;
  const transitive = request.transitiveTagKeys.length > 0 ? { 'sts:TransitiveTagKeys': request.transitiveTagKeys } : {};
  const identityContext = sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': sourceIdentity };
  const tagContext = { ...requestTagContext(mergeTags(before.tags, request.tags)), ...transitive };
  return [
    resourceTarget('sts:AssumeRole', request.roleArn, accountId, {
      'sts:RoleSessionName': request.sessionName,
      ...(request.externalId === undefined ? {} : { 'sts:ExternalId': request.externalId }),
      ...identityContext,
      ...tagContext,
    }),
    ...(tagged ? [resourceTarget('sts:TagSession', request.roleArn, accountId, tagContext)] : []),
    ...(sourceIdentity === undefined ? [] : [resourceTarget('sts:SetSourceIdentity', request.roleArn, accountId, identityContext)]),
  ];
};

const lifetime = (requested: number | undefined, chained: boolean, maximum: number): number => {
  if (chained && requested !== undefined && requested > 3600)
    throw new AwsError('ValidationError', 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.', 400);
  if (requested !== undefined && requested > maximum)
    throw new AwsError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.', 400);
  return requested ?? 3600;
};

const chainedIdentity = (before: string | undefined, requested: string | undefined): string | undefined => {
  if (before !== undefined && requested !== undefined && before !== requested)
    throw new AwsError('AccessDenied', 'The source identity of the session cannot be changed.', 403);
  return before ?? requested;
};

const handle = (request: AssumeRole, call: Call): unknown => {
  const named = parseRoleArn(request.roleArn);
  const role = named && new IamView(call.world, call.now, 'visible').role(named.accountId, named.name);
  if (!named || !role) throw new AwsError('AccessDenied', `User: ${call.caller.arn} is not authorized to perform: sts:AssumeRole`, 403);
  const before = inherited(call);
  for (const tag of request.tags)
    if (before.tags.some((sticky) => sticky.Key.toLowerCase() === tag.Key.toLowerCase()))
      throw new AwsError('AccessDenied', `The transitive session tag ${tag.Key} of the role chain cannot be replaced.`, 403);
  const sourceIdentity = chainedIdentity(before.sourceIdentity, request.sourceIdentity);
  const seconds = lifetime(request.duration, call.caller.kind === 'session', role.maxSessionDuration);
  const session = issueSession(call, {
    accountId: named.accountId,
    holder: { kind: 'role', name: role.name, id: role.id, arn: role.arn },
    sessionName: request.sessionName,
    seconds,
    tags: mergeTags(before.tags, request.tags),
    transitiveTagKeys: [...before.tags.map((tag) => tag.Key), ...request.transitiveTagKeys],
    sourceIdentity,
    policies: { inline: request.policy, arns: request.policyArns },
  });
  return sessionAnswer(call.world, session);
};

/** @source STS API: AssumeRole */
export const assumeRole = defineOperation<AssumeRole>('AssumeRole', { mutates: true, parse, authorize, handle });
