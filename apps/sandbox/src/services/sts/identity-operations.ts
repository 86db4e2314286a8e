import type { Call } from '../../core/service.js';
import { AwsError } from '../../core/service.js';
import { anyResource } from '../../core/targets.js';
import { IamView } from '../../core/principal.js';
import { defineOperation } from '../define-operation.js';
import type { IamState } from '../iam/model.js';
import { QueryMembers } from '../query-members.js';
import { credentialsAnswer, issueSession } from './issue-session.js';

/** No policy can take it away: the engine allows it to everybody who signs. @source STS API: GetCallerIdentity */
export const getCallerIdentity = defineOperation<unknown>('GetCallerIdentity', {
  mutates: false,
  parse: (input) => input,
  authorize: (_, call) => [anyResource('sts:GetCallerIdentity', call.accountId)],
  handle: (_, { caller }) => ({ Arn: caller.arn, UserId: caller.userId, Account: caller.accountId }),
});

/** @source STS API: GetAccessKeyInfo */
export const getAccessKeyInfo = defineOperation<string>('GetAccessKeyInfo', {
  mutates: false,
  parse: (input) => new QueryMembers(input).text('AccessKeyId', { min: 16, max: 128, pattern: /^\w*$/ }),
  authorize: (_, call) => [anyResource('sts:GetAccessKeyInfo', call.accountId)],
  handle: (accessKeyId, { world }) => {
    const owner = world.state<IamState>('iam').accessKeys[accessKeyId];
    if (!owner) throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
    return { Account: owner.accountId };
  },
});

const ownSession = (seconds: number, call: Call): unknown => {
  const { caller, world, now } = call;
  const user = caller.kind === 'user' && new IamView(world, now, 'visible').user(caller.accountId, caller.arn.slice(caller.arn.lastIndexOf('/') + 1));
  if (!user || caller.accessKeyId.startsWith('ASIA')) throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
  const session = issueSession(call, {
    accountId: caller.accountId,
    holder: { kind: 'user', name: user.name, id: user.id, arn: user.arn },
    sessionName: user.name,
    seconds,
    tags: [],
    transitiveTagKeys: [],
    sourceIdentity: undefined,
    policies: { inline: undefined, arns: [] },
  });
  return { Credentials: credentialsAnswer(session) };
};

/** Without MFA: the sandbox has no devices. @source STS API: GetSessionToken */
export const getSessionToken = defineOperation<number>('GetSessionToken', {
  mutates: true,
  parse: (input) => new QueryMembers(input).integer('DurationSeconds', 900, 129_600) ?? 43_200,
  authorize: (_, call) => [anyResource('sts:GetSessionToken', call.accountId)],
  handle: ownSession,
});
