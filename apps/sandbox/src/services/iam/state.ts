import type { World } from '../../core/service.js';
import { arns } from '../../core/targets.js';
import { erase, latest, write } from './entities.js';
import type { AccountIam, IamState, Role, User } from './model.js';
import { drawnSecret, uniqueId } from './unique-ids.js';

export interface RoleSpec {
  /** `/` or `/a/b/`. */
  readonly path: string;
  readonly roleName: string;
  /** The trust policy document, as JSON text or object. */
  readonly trust: unknown;
  readonly attachedPolicyArns: readonly string[];
  /** Inline policies by name, as JSON text or object. */
  readonly inline?: Readonly<Record<string, unknown>>;
  readonly description?: string;
  readonly maxSessionDuration?: number;
}

const text = (document: unknown): string => (typeof document === 'string' ? document : JSON.stringify(document));

/** The account's IAM, empty when it is new. */
export const ensureAccountIam = (world: World, accountId: string): AccountIam => {
  const state = world.state<IamState>('iam');
  return (state.accounts[accountId] ??= { roles: {}, users: {}, policies: {}, samlProviders: {}, oidcProviders: {}, changes: [] });
};

/**
 * Creates or replaces a role on a service's behalf (access role of a created account, AWSReservedSSO roles). It keeps its id when replaced.
 * Authorisation sees it after IAM's usual delay, or at once with `once`.
 */
export const putRole = (world: World, accountId: string, spec: RoleSpec, at: 'propagated' | 'once' = 'propagated'): Role => {
  const iam = ensureAccountIam(world, accountId);
  const before = latest(iam, 'role', spec.roleName);
  const role: Omit<Role, 'serial'> = {
    kind: 'role',
    path: spec.path,
    name: spec.roleName,
    id: before?.id ?? uniqueId(world, 'AROA'),
    arn: arns.role(world, accountId, spec.path, spec.roleName),
    createdAt: before?.createdAt ?? world.now(),
    trust: text(spec.trust),
    inline: Object.fromEntries(Object.entries(spec.inline ?? {}).map(([name, document]) => [name, text(document)])),
    attached: spec.attachedPolicyArns,
    maxSessionDuration: spec.maxSessionDuration ?? 3600,
    tags: before?.tags ?? [],
    ...(spec.description === undefined ? {} : { description: spec.description }),
  };
  return write<Role>(world, iam, role, at);
};

/** Removes a role that a service made; a role that is not there stays gone. */
export const removeRole = (world: World, accountId: string, roleName: string): void => {
  const iam = ensureAccountIam(world, accountId);
  const role = latest(iam, 'role', roleName);
  if (role) erase(world, iam, role);
};

/** Removes all of a closed account's IAM, its alias included. */
export const removeAccountIam = (world: World, accountId: string): void => {
  const state = world.state<IamState>('iam');
  const alias = state.accounts[accountId]?.alias;
  if (alias !== undefined) Reflect.deleteProperty(state.aliases, alias);
  Reflect.deleteProperty(state.accounts, accountId);
  for (const [id, owner] of Object.entries(state.accessKeys)) if (owner.accountId === accountId) Reflect.deleteProperty(state.accessKeys, id);
};

/** The role that Organizations puts into every account it creates: it trusts the management account and is administrator. */
export const putAccountAccessRole = (world: World, accountId: string, roleName: string, at: 'propagated' | 'once' = 'propagated'): Role =>
  putRole(
    world,
    accountId,
    {
      path: '/',
      roleName,
      trust: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: arns.accountRoot(world, world.managementAccountId) }, Action: 'sts:AssumeRole' }],
      },
      attachedPolicyArns: [`arn:${world.partition}:iam::aws:policy/AdministratorAccess`],
    },
    at,
  );

/** The one user that a new world has: administrator of the management account, with one key. */
export const putAdministrator = (world: World): User => {
  const accessKeyId = uniqueId(world, 'AKIA');
  const name = 'administrator';
  world.state<IamState>('iam').accessKeys[accessKeyId] = { accountId: world.managementAccountId, user: name };
  return write<User>(
    world,
    ensureAccountIam(world, world.managementAccountId),
    {
      kind: 'user',
      path: '/',
      name,
      id: uniqueId(world, 'AIDA'),
      arn: arns.user(world, world.managementAccountId, '/', name),
      createdAt: world.now(),
      inline: {},
      attached: [`arn:${world.partition}:iam::aws:policy/AdministratorAccess`],
      tags: [],
      accessKeys: [{ accessKeyId, secretAccessKey: drawnSecret(world, accessKeyId), active: true, createdAt: world.now() }],
    },
    'once',
  );
};
