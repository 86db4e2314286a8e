import type { AuthorizationTarget, Call } from '../../core/service.js';
import { arns, resourceTagContext, resourceTarget } from '../../core/targets.js';
import { latest, write } from './entities.js';
import { noSuchEntity } from './errors.js';
import type { Role, User } from './model.js';
import { ensureAccountIam } from './state.js';

export type HolderKind = 'user' | 'role';
export type Holder<K extends HolderKind> = K extends 'user' ? User : Role;

const articles = { user: 'user', role: 'role' } as const;

export const findHolder = <K extends HolderKind>(call: Call, kind: K, name: string): Holder<K> | undefined =>
  latest(ensureAccountIam(call.world, call.accountId), kind, name) as Holder<K> | undefined;

export const holder = <K extends HolderKind>(call: Call, kind: K, name: string): Holder<K> => {
  const found = findHolder(call, kind, name);
  if (!found) throw noSuchEntity(`The ${articles[kind]} with name ${name} cannot be found.`);
  return found;
};

/** Replaces the user or role by a changed one; authorisation sees it later. */
export const update = <K extends HolderKind>(call: Call, before: Holder<K>, changes: Partial<Holder<K>>): void => {
  write<User | Role>(call.world, ensureAccountIam(call.world, call.accountId), { ...before, ...changes });
};

/** Target on a user or role by name: under its own path when it exists, with its tags and boundary as context. */
export const holderTarget = (
  call: Call,
  action: string,
  kind: HolderKind,
  name: string,
  context: NonNullable<AuthorizationTarget['context']> = {},
  path = '/',
): AuthorizationTarget => {
  const found = findHolder(call, kind, name);
  const arn = found?.arn ?? arns[kind](call.world, call.accountId, path, name);
  return resourceTarget(`iam:${action}`, arn, call.accountId, {
    ...(found ? resourceTagContext(found.tags, ['aws', 'iam']) : {}),
    ...(found?.boundary === undefined ? {} : { 'iam:PermissionsBoundary': found.boundary }),
    ...context,
  });
};
