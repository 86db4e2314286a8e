import type { Operation } from '../../core/service.js';
import { drawnHex } from '../drawn-ids.js';
import { quotaNumber } from '../quota-numbers.js';
import { removeKey } from '../records.js';
import type { RequestMembers } from '../request-members.js';
import { insertId, removeId } from '../sorted-ids.js';
import { requestTagContext } from '../tag-context.js';
import { conflict, quotaExceeded, validation } from './errors.js';
import { permissionSetShape } from './shapes.js';
import { findPermissionSet, nextToken, PERMISSION_SET_ARN, readPaging, ssoAdminOperation, ssoAdminPage } from './ssoadmin-operation.js';
import type { PermissionSetRecord } from './state.js';
import { SSO_ADMIN, ssoAdminState } from './state.js';
import { readTags } from './tags.js';

const NAME = { min: 1, max: 32, pattern: /^[\w+=,.@-]+$/ } as const;
const DESCRIPTION = { min: 1, max: 700 } as const;
const RELAY_STATE = { min: 1, max: 240 } as const;
const SESSION = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?$/;
const MAX_SESSION_MINUTES = 12 * 60;

const readSession = (members: RequestMembers): string | undefined => {
  const duration = members.optionalText('SessionDuration', { min: 1, max: 100 });
  if (duration === undefined) return undefined;
  const match = SESSION.exec(duration);
  const minutes = Number(match?.[1] ?? 0) * 60 + Number(match?.[2] ?? 0);
  if (!match || minutes < 60 || minutes > MAX_SESSION_MINUTES) throw validation('SessionDuration must be an ISO-8601 duration from PT1H to PT12H.');
  return duration;
};

export const parseArn = (members: RequestMembers): { readonly arn: string } => ({ arn: members.text('PermissionSetArn', PERMISSION_SET_ARN) });

export const permissionSetOperations: readonly Operation[] = [
  ssoAdminOperation('CreatePermissionSet', {
    mutates: true,
    parse: (members) => ({
      name: members.text('Name', NAME),
      description: members.optionalText('Description', DESCRIPTION),
      sessionDuration: readSession(members) ?? 'PT1H',
      relayState: members.optionalText('RelayState', RELAY_STATE),
      tags: readTags(members),
    }),
    resources: (_, call) => [`arn:${call.world.partition}:sso:::permissionSet/${ssoAdminState(call.world).instanceId}/*`],
    context: ({ tags }) => requestTagContext(tags),
    handle: ({ name, description, sessionDuration, relayState, tags }, { world, now }) => {
      const state = ssoAdminState(world);
      if (Object.hasOwn(state.permissionSetNames, name)) throw conflict(`PermissionSet with name ${name} already exists.`);
      if (state.permissionSetArns.length >= quotaNumber(world, [SSO_ADMIN, 'permissionSets'], 3500))
        throw quotaExceeded('You have reached the maximum number of permission sets.');
      const id = drawnHex(world, 16, 'ssoadmin.permissionSet', world.next('ssoadmin.permissionSet'));
      const arn = `arn:${world.partition}:sso:::permissionSet/${state.instanceId}/ps-${id}`;
      const permissionSet: PermissionSetRecord = {
        arn,
        name,
        createdAt: now,
        ...(description === undefined ? {} : { description }),
        sessionDuration,
        ...(relayState === undefined ? {} : { relayState }),
        managedPolicies: [],
        version: 1,
      };
      state.permissionSets[arn] = permissionSet;
      state.permissionSetNames[name] = arn;
      insertId(state.permissionSetArns, arn);
      if (Object.keys(tags).length > 0) state.tags[arn] = { ...tags };
      return { PermissionSet: permissionSetShape(permissionSet) };
    },
  }),

  ssoAdminOperation('UpdatePermissionSet', {
    mutates: true,
    parse: (members) => ({
      ...parseArn(members),
      description: members.optionalText('Description', DESCRIPTION),
      sessionDuration: readSession(members),
      relayState: members.optionalText('RelayState', RELAY_STATE),
    }),
    resources: ({ arn }) => [arn],
    handle: ({ arn, description, sessionDuration, relayState }, call) => {
      const permissionSet = findPermissionSet(call, arn);
      if (description !== undefined) permissionSet.description = description;
      if (relayState !== undefined) permissionSet.relayState = relayState;
      permissionSet.sessionDuration = sessionDuration ?? permissionSet.sessionDuration;
      permissionSet.version += 1;
      return {};
    },
  }),

  ssoAdminOperation('DescribePermissionSet', {
    mutates: false,
    parse: parseArn,
    resources: ({ arn }) => [arn],
    handle: ({ arn }, call) => ({ PermissionSet: permissionSetShape(findPermissionSet(call, arn)) }),
  }),

  ssoAdminOperation('DeletePermissionSet', {
    mutates: true,
    parse: parseArn,
    resources: ({ arn }) => [arn],
    handle: ({ arn }, call) => {
      const state = ssoAdminState(call.world);
      const permissionSet = findPermissionSet(call, arn);
      if ((state.accountsOfSet[arn] ?? []).length > 0)
        throw conflict('The permission set is provisioned to accounts. Delete all its account assignments first.');
      for (const record of [state.permissionSets, state.accountsOfSet, state.tags]) removeKey(record, arn);
      removeKey(state.permissionSetNames, permissionSet.name);
      removeId(state.permissionSetArns, arn);
      return {};
    },
  }),

  ssoAdminOperation('ListPermissionSets', {
    mutates: false,
    parse: readPaging,
    resources: () => [],
    handle: (paging, call) => {
      const page = ssoAdminPage(call, 'ListPermissionSets', paging, ssoAdminState(call.world).permissionSetArns);
      return { PermissionSets: page.ids, ...nextToken(page) };
    },
  }),
];
