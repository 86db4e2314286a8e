import type { AuthorizationTarget, Call } from '../../core/service.js';
import { resourceTagContext, resourceTarget } from '../../core/targets.js';
import { awsManagedDocument, isAwsManagedArn } from './aws-managed-policies.js';
import { latest } from './entities.js';
import { noSuchEntity } from './errors.js';
import type { ManagedPolicy, PolicyHolder } from './model.js';
import { ensureAccountIam } from './state.js';

export const findPolicy = (call: Call, arn: string): ManagedPolicy | undefined =>
  latest(ensureAccountIam(call.world, call.accountId), 'policy', arn) ?? awsOwned(arn);

/** A policy of AWS's in the shape of the account's own. */
const awsOwned = (arn: string): ManagedPolicy | undefined => {
  const document = isAwsManagedArn(arn) ? awsManagedDocument(arn) : undefined;
  if (document === undefined) return undefined;
  const createdAt = Date.UTC(2015, 1, 6);
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return {
    kind: 'policy',
    serial: 0,
    path: arn.slice(arn.indexOf('policy/') + 6, arn.lastIndexOf('/') + 1),
    name,
    id: `ANPA${Buffer.from(name).toString('hex').toUpperCase().slice(0, 16).padEnd(16, 'A')}`,
    arn,
    createdAt,
    updatedAt: createdAt,
    versions: [{ versionId: 'v1', document, createdAt }],
    defaultVersionId: 'v1',
    lastVersion: 1,
    tags: [],
  };
};

export const policy = (call: Call, arn: string): ManagedPolicy => {
  const found = findPolicy(call, arn);
  if (!found) throw noSuchEntity(`Policy ${arn} was not found.`);
  return found;
};

/** Throws when no such policy can be attached or be a boundary. */
export const demandPolicy = (call: Call, arn: string): void => {
  if (!findPolicy(call, arn)) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
};

export const policyTarget = (
  call: Call,
  action: string,
  arn: string,
  context: NonNullable<AuthorizationTarget['context']> = {},
): AuthorizationTarget =>
  resourceTarget(`iam:${action}`, arn, call.accountId, { ...resourceTagContext(findPolicy(call, arn)?.tags ?? []), ...context });

export interface PolicyUse {
  readonly users: readonly PolicyHolder[];
  readonly roles: readonly PolicyHolder[];
}

const using = (holders: Readonly<Record<string, PolicyHolder>>, isUsed: (holder: PolicyHolder) => boolean): readonly PolicyHolder[] =>
  Object.values(holders).filter(isUsed);

/** Users and roles to which the policy is attached, or whose boundary it is. */
export const usesOf = (call: Call, arn: string, as: 'attached' | 'boundary'): PolicyUse => {
  const { users, roles } = ensureAccountIam(call.world, call.accountId);
  const isUsed = (holder: PolicyHolder): boolean => (as === 'attached' ? holder.attached.includes(arn) : holder.boundary === arn);
  return { users: using(users, isUsed), roles: using(roles, isUsed) };
};

export const countOf = (use: PolicyUse): number => use.users.length + use.roles.length;
