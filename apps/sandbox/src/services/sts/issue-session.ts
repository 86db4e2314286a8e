import type { Call, World } from '../../core/service.js';
import { arns } from '../../core/targets.js';
import type { Tag } from '../iam/model.js';
import { drawnSecret, uniqueId } from '../iam/unique-ids.js';
import type { Session, StsState } from './model.js';
import { sessionPolicyText } from './session-policy.js';
import type { PassedPolicies } from './session-policy.js';

export interface SessionRequest {
  readonly accountId: string;
  readonly holder: Session['holder'];
  readonly sessionName: string;
  readonly seconds: number;
  readonly tags: readonly Tag[];
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity: string | undefined;
  readonly policies: PassedPolicies;
}

const tokenLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Makes and remembers temporary credentials. */
export const issueSession = (call: Call, request: SessionRequest): Session => {
  const { world, now } = call;
  const accessKeyId = uniqueId(world, 'ASIA');
  const policy = sessionPolicyText(world, now, request.accountId, request.policies);
  const session: Session = {
    accessKeyId,
    secretAccessKey: drawnSecret(world, accessKeyId),
    token: `FwoGZXIvYXdz${world.drawText(tokenLetters, 116, 'token', accessKeyId)}`,
    accountId: request.accountId,
    issuedAt: now,
    expiresAt: now + request.seconds * 1000,
    holder: request.holder,
    sessionName: request.sessionName,
    tags: request.tags,
    transitiveTagKeys: request.transitiveTagKeys,
    ...(request.sourceIdentity === undefined ? {} : { sourceIdentity: request.sourceIdentity }),
    ...(policy === undefined ? {} : { policy }),
  };
  world.state<StsState>('sts').sessions[accessKeyId] = session;
  return session;
};

export const credentialsAnswer = (session: Session): unknown => ({
  AccessKeyId: session.accessKeyId,
  SecretAccessKey: session.secretAccessKey,
  SessionToken: session.token,
  Expiration: new Date(session.expiresAt),
});

/** What AssumeRole answers. */
export const sessionAnswer = (world: World, session: Session): Record<string, unknown> => ({
  Credentials: credentialsAnswer(session),
  AssumedRoleUser: {
    AssumedRoleId: `${session.holder.id}:${session.sessionName}`,
    Arn: arns.assumedRole(world, session.accountId, session.holder.name, session.sessionName),
  },
  ...(session.policy === undefined && session.tags.length === 0 ? {} : { PackedPolicySize: packedSize(session) }),
  SessionTokenUtilization: Math.max(1, packedSize(session)),
  SessionTokenSize: session.token.length,
  ...(session.sourceIdentity === undefined ? {} : { SourceIdentity: session.sourceIdentity }),
});

/** Percent of a limit that AWS does not publish: here of 2,048 letters of policy and 4,096 of tags. [?] */
const packedSize = (session: Session): number =>
  Math.min(100, Math.ceil(((session.policy?.length ?? 0) / 2048 + JSON.stringify(session.tags).length / 4096) * 50));

const sweepEvery = 60_000;

/** Forgets sessions an hour after they expired: until then they are refused as expired, later as unknown. */
export const forgetExpired = (world: World, now: number): void => {
  const state = world.state<StsState>('sts');
  if (now - state.sweptAt < sweepEvery) return;
  state.sweptAt = now;
  for (const [id, session] of Object.entries(state.sessions)) if (session.expiresAt + 3_600_000 < now) Reflect.deleteProperty(state.sessions, id);
};
