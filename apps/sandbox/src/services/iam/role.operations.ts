import type { Operation } from '../../core/service.js';
import { arns, requestTagContext } from '../../core/targets.js';
import { erase, latest, write } from './entities.js';
import { alreadyExists, deleteConflict } from './errors.js';
import { holder, holderTarget, update } from './holders.js';
import { defineIamOperation } from './iam-operation.js';
import { demandWithin, policySize } from './limits.js';
import type { ListRequest } from './listing.js';
import { listPage, readListRequest } from './listing.js';
import { demandPolicy } from './managed-policies.js';
import type { Role, Tag } from './model.js';
import * as rules from './names.js';
import { checkTrustPolicy } from './trust-documents.js';
import { roleListShape, roleShape } from './shapes.js';
import { ensureAccountIam } from './state.js';
import { readTags } from './tags.js';
import { uniqueId } from './unique-ids.js';

interface CreateRole {
  readonly name: string;
  readonly path: string;
  readonly trust: string;
  readonly description: string | undefined;
  readonly maxSessionDuration: number;
  readonly boundary: string | undefined;
  readonly tags: readonly Tag[];
}

const createRole = defineIamOperation<CreateRole>('CreateRole', {
  mutates: true,
  parse: (members) => ({
    name: members.text('RoleName', rules.roleName),
    path: members.optionalText('Path', rules.path) ?? '/',
    trust: members.text('AssumeRolePolicyDocument', rules.document),
    description: members.optionalText('Description', { max: 1000 }),
    maxSessionDuration: members.integer('MaxSessionDuration', 3600, 43_200) ?? 3600,
    boundary: members.optionalText('PermissionsBoundary', rules.policyArn),
    tags: readTags(members),
  }),
  authorize: ({ name, path, boundary, tags }, call) => [
    holderTarget(
      call,
      'CreateRole',
      'role',
      name,
      { ...requestTagContext(tags), ...(boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary }) },
      path,
    ),
  ],
  handle: ({ name, path, trust, description, maxSessionDuration, boundary, tags }, call) => {
    const { world, accountId } = call;
    const iam = ensureAccountIam(world, accountId);
    if (latest(iam, 'role', name)) throw alreadyExists(`Role with name ${name} already exists.`);
    demandWithin(world, 'RolesPerAccount', Object.keys(iam.roles).length + 1);
    checkTrustPolicy(world, trust);
    demandWithin(world, 'ACLSizePerRole', policySize(trust));
    if (boundary !== undefined) demandPolicy(call, boundary);
    const role = write<Role>(world, iam, {
      kind: 'role',
      path,
      name,
      id: uniqueId(world, 'AROA'),
      arn: arns.role(world, accountId, path, name),
      createdAt: call.now,
      trust,
      maxSessionDuration,
      inline: {},
      attached: [],
      tags,
      ...(description === undefined ? {} : { description }),
      ...(boundary === undefined ? {} : { boundary }),
    });
    return { Role: roleShape(role) };
  },
});

const getRole = defineIamOperation<string>('GetRole', {
  mutates: false,
  parse: (members) => members.text('RoleName', rules.roleName),
  authorize: (name, call) => [holderTarget(call, 'GetRole', 'role', name)],
  handle: (name, call) => ({ Role: { ...roleShape(holder(call, 'role', name)), RoleLastUsed: {} } }),
});

const listRoles = defineIamOperation<ListRequest & { readonly prefix: string }>('ListRoles', {
  mutates: false,
  parse: (members) => ({ ...readListRequest(members), prefix: members.optionalText('PathPrefix', rules.pathPrefix) ?? '/' }),
  handle: (request, call) => {
    const { roles } = ensureAccountIam(call.world, call.accountId);
    const chosen = Object.fromEntries(Object.entries(roles).filter(([, role]) => role.path.startsWith(request.prefix)));
    const { items, rest } = listPage(chosen, request, 'ListRoles');
    return { Roles: items.map(roleListShape), ...rest };
  },
});

interface UpdateRole {
  readonly name: string;
  readonly description: string | undefined;
  readonly maxSessionDuration: number | undefined;
}

const updateRole = defineIamOperation<UpdateRole>('UpdateRole', {
  mutates: true,
  parse: (members) => ({
    name: members.text('RoleName', rules.roleName),
    description: members.optionalText('Description', { max: 1000 }),
    maxSessionDuration: members.integer('MaxSessionDuration', 3600, 43_200),
  }),
  authorize: ({ name }, call) => [holderTarget(call, 'UpdateRole', 'role', name)],
  handle: ({ name, description, maxSessionDuration }, call) => {
    update<'role'>(call, holder(call, 'role', name), {
      ...(description === undefined ? {} : { description }),
      ...(maxSessionDuration === undefined ? {} : { maxSessionDuration }),
    });
    return {};
  },
});

const updateAssumeRolePolicy = defineIamOperation<{ readonly name: string; readonly trust: string }>('UpdateAssumeRolePolicy', {
  mutates: true,
  parse: (members) => ({ name: members.text('RoleName', rules.roleName), trust: members.text('PolicyDocument', rules.document) }),
  authorize: ({ name }, call) => [holderTarget(call, 'UpdateAssumeRolePolicy', 'role', name)],
  handle: ({ name, trust }, call) => {
    const role = holder(call, 'role', name);
    checkTrustPolicy(call.world, trust);
    demandWithin(call.world, 'ACLSizePerRole', policySize(trust));
    update<'role'>(call, role, { trust });
  },
});

const deleteRole = defineIamOperation<string>('DeleteRole', {
  mutates: true,
  parse: (members) => members.text('RoleName', rules.roleName),
  authorize: (name, call) => [holderTarget(call, 'DeleteRole', 'role', name)],
  handle: (name, call) => {
    const role = holder(call, 'role', name);
    if (role.attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (Object.keys(role.inline).length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
    erase(call.world, ensureAccountIam(call.world, call.accountId), role);
  },
});

export const roleOperations: readonly Operation[] = [createRole, getRole, listRoles, updateRole, updateAssumeRolePolicy, deleteRole];
