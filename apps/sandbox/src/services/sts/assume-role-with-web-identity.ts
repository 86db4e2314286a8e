import { IamView } from '../../core/principal.js';
import { parseRoleArn } from '../../core/role-trust.js';
import { AwsError } from '../../core/service.js';
import type { Call, Operation } from '../../core/service.js';
import { resourceTarget } from '../../core/targets.js';
import { accountIam } from '../iam/entities.js';
import { QueryMembers } from '../query-members.js';
import { sessionNameRules } from './assume-role.js';
import { issueSession, sessionAnswer } from './issue-session.js';
import type { PassedPolicies } from './session-policy.js';
import { readSessionPolicy } from './session-policy.js';
import { verifyWebIdentity } from './web-identity-token.js';
import type { WebIdentity } from './web-identity-token.js';

interface Request {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly token: string;
  readonly duration: number;
  readonly policies: PassedPolicies;
}

const parse = (input: Readonly<Record<string, unknown>>): Request => {
  const members = new QueryMembers(input);
  const { policy, policyArns } = readSessionPolicy(members);
  return {
    roleArn: members.text('RoleArn', { min: 20, max: 2048, pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/ }),
    sessionName: members.text('RoleSessionName', sessionNameRules),
    token: members.text('WebIdentityToken', { min: 4, max: 20_000 }),
    duration: members.integer('DurationSeconds', 900, 43_200) ?? 3600,
    policies: { inline: policy, arns: policyArns },
  };
};

const identify = (request: Request, call: Call): { accountId: string; identity: WebIdentity } => {
  const accountId = parseRoleArn(request.roleArn)?.accountId ?? '';
  return { accountId, identity: verifyWebIdentity(call.world, accountIam(call.world, accountId), request.token) };
};

/** Claims of the token are condition keys under the provider's host. @source IAM: "Available keys for AWS OIDC federation" */
const claims = ({ host, audience, subject }: WebIdentity): Record<string, string> => ({ [`${host}:aud`]: audience, [`${host}:sub`]: subject });

/** Takes no signature and no ExternalId: the token is the caller. @source STS API: AssumeRoleWithWebIdentity */
export const assumeRoleWithWebIdentity: Operation = {
  name: 'AssumeRoleWithWebIdentity',
  mutates: true,
  unsigned: true,
  authorize: (input: Readonly<Record<string, unknown>>, call: Call) => {
    const request = parse(input);
    const { accountId, identity } = identify(request, call);
    return [
      resourceTarget('sts:AssumeRoleWithWebIdentity', request.roleArn, accountId, {
        'sts:RoleSessionName': request.sessionName,
        ...claims(identity),
      }),
    ];
  },
  principalOf: (input: Readonly<Record<string, unknown>>, call: Call) => {
    const { accountId, identity } = identify(parse(input), call);
    return {
      kind: 'session',
      accountId,
      arn: identity.providerArn,
      principalArn: identity.providerArn,
      accessKeyId: '',
      sessionTags: {},
      userId: identity.subject,
    };
  },
  handle: (input: Readonly<Record<string, unknown>>, call: Call) => {
    const request = parse(input);
    const { accountId, identity } = identify(request, call);
    const role = new IamView(call.world, call.now, 'visible').role(accountId, parseRoleArn(request.roleArn)?.name ?? '');
    if (!role) throw new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);
    if (request.duration > role.maxSessionDuration)
      throw new AwsError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.', 400);
    const session = issueSession(call, {
      accountId,
      holder: { kind: 'role', name: role.name, id: role.id, arn: role.arn },
      sessionName: request.sessionName,
      seconds: request.duration,
      tags: [],
      transitiveTagKeys: [],
      sourceIdentity: undefined,
      policies: request.policies,
    });
    return {
      ...sessionAnswer(call.world, session),
      SubjectFromWebIdentityToken: identity.subject,
      Provider: identity.providerArn,
      Audience: identity.audience,
    };
  },
};
