import type { User } from '../services/iam/model.js';
import type { IamState } from '../services/iam/model.js';
import { IamView, sessionOf } from './principal.js';
import { AwsError } from './service.js';
import type { Caller, World } from './service.js';
import type { CommonErrors } from './wire/common-errors.js';
import { isSignedWith } from './wire/sigv4.js';
import type { Signature, SignedRequest } from './wire/sigv4.js';

/** Widest difference between a request's date and the wall clock that AWS takes, ms. */
const clockSkew = 15 * 60_000;

const dateOf = (request: SignedRequest): number => {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(request.headers['x-amz-date'] ?? ''));
  return parts ? Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]), Number(parts[4]), Number(parts[5]), Number(parts[6])) : NaN;
};

const ownerOf = (view: IamView, world: World, accessKeyId: string): { user: User; accountId: string; secret: string } | undefined => {
  const owner = world.state<IamState>('iam').accessKeys[accessKeyId];
  const user = owner && view.user(owner.accountId, owner.user);
  const key = user?.accessKeys.find((candidate) => candidate.accessKeyId === accessKeyId && candidate.active);
  return user && key ? { user, accountId: owner.accountId, secret: key.secretAccessKey } : undefined;
};

/** A key that exists but has not propagated is refused like an unknown one; the log tells them apart. */
export class KeyNotYetVisible extends AwsError {}

const userCaller = (world: World, now: number, signature: Signature, errors: CommonErrors): { caller: Caller; secret: string } => {
  const owner = ownerOf(new IamView(world, now, 'visible'), world, signature.accessKeyId);
  if (!owner) {
    const refusal = errors.unknownKey();
    if (ownerOf(new IamView(world, now, 'latest'), world, signature.accessKeyId))
      throw new KeyNotYetVisible(refusal.code, refusal.message, refusal.status);
    throw refusal;
  }
  const { user, accountId, secret } = owner;
  const caller = {
    kind: 'user',
    accountId,
    arn: user.arn,
    principalArn: user.arn,
    accessKeyId: signature.accessKeyId,
    sessionTags: {},
    userId: user.id,
  };
  return { caller: caller as Caller, secret };
};

const sessionCaller = (world: World, now: number, signature: Signature, token: string | undefined, errors: CommonErrors) => {
  const session = sessionOf(world, signature.accessKeyId);
  if (session?.token !== token || !session) throw errors.unknownKey();
  if (session.expiresAt <= now) throw errors.expiredToken();
  const { holder, sessionName, accountId } = session;
  const isRole = holder.kind === 'role';
  const caller: Caller = {
    kind: isRole ? 'session' : 'user',
    accountId,
    arn: isRole
      ? `arn:${world.partition}:sts::${accountId}:assumed-role/${holder.arn.slice(holder.arn.lastIndexOf('/') + 1)}/${sessionName}`
      : holder.arn,
    principalArn: holder.arn,
    accessKeyId: signature.accessKeyId,
    sessionTags: Object.fromEntries(session.tags.map((tag) => [tag.Key, tag.Value])),
    userId: isRole ? `${holder.id}:${sessionName}` : holder.id,
    ...(isRole ? { sessionName } : {}),
    ...(session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
  };
  return { caller, secret: session.secretAccessKey };
};

/** Who signed the request. Throws the refusal AWS gives for an unknown key, a wrong secret, an expired session or a skewed clock. */
export const authenticate = (
  world: World,
  now: number,
  signature: Signature,
  request: SignedRequest,
  signingName: string,
  errors: CommonErrors,
): Caller => {
  const header = request.headers['x-amz-security-token'];
  const token = typeof header === 'string' ? header : undefined;
  if (!signature.accessKeyId.startsWith('ASIA') && token !== undefined) throw errors.unknownKey();
  const { caller, secret } = signature.accessKeyId.startsWith('ASIA')
    ? sessionCaller(world, now, signature, token, errors)
    : userCaller(world, now, signature, errors);
  if (!(Math.abs(dateOf(request) - Date.now()) <= clockSkew))
    throw errors.badSignature('Signature expired: the request date is more than 15 minutes from now.');
  if (signature.signingName !== signingName) throw errors.badSignature(`Credential should be scoped to correct service: '${signingName}'.`);
  if (!signature.signedHeaders.includes('host') || !isSignedWith(secret, signature, request)) throw errors.badSignature();
  return caller;
};
