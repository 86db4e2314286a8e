import type { AuthorizationTarget, Call, Operation } from '../../core/service.js';
import { arns, resourceTarget } from '../../core/targets.js';
import { defineOperation } from '../define-operation.js';
import type { Page } from '../paging.js';
import { pageOf } from '../paging.js';
import { quotaNumber } from '../quota-numbers.js';
import { RequestMembers } from '../request-members.js';
import { ssoRegion } from '../ssoadmin/state.js';
import { notFound, refuse, validation } from './errors.js';
import { IDENTITY_STORE, identityStoreState } from './state.js';

const MAX_PAGE = 100;
const DEFAULT_PAGE = 20;

const UUID = /^([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}$/;
const STORE_ID = /^d-[0-9a-f]{10}$|^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const RESOURCE_ID = { min: 1, max: 47, pattern: UUID } as const;

export interface Paging {
  readonly size: number | undefined;
  readonly token: string | undefined;
}

export const readPaging = (members: RequestMembers): Paging => ({
  size: members.optionalInteger('MaxResults', 1, MAX_PAGE),
  token: members.optionalText('NextToken', { min: 1, max: 65_535 }),
});

export const identityStorePage = (call: Call, operation: string, paging: Paging, ids: readonly string[], scope = ''): Page =>
  pageOf(
    ids,
    {
      scope: `${operation}:${scope}`,
      size: paging.size ?? quotaNumber(call.world, [IDENTITY_STORE, operation, 'pageSize'], DEFAULT_PAGE),
      token: paging.token,
    },
    () => validation('The pagination token is invalid.'),
  );

export const nextToken = (page: Page): { readonly NextToken?: string } => (page.nextToken === undefined ? {} : { NextToken: page.nextToken });

/** The action on one resource of the store; every action also needs the store itself. */
const storeTarget = (call: Call, action: string, resource: string): AuthorizationTarget =>
  resourceTarget(`identitystore:${action}`, resource, call.world.managementAccountId, {
    'identitystore:PrimaryRegion': ssoRegion(call.world),
  });

/** What is not known by its id yet is named as AWS names all of its kind. */
export const groupResource = (call: Call, groupId: string | undefined): string =>
  groupId === undefined ? arns.allGroups(call.world) : arns.group(call.world, groupId);
export const userResource = (call: Call, userId: string | undefined): string =>
  userId === undefined ? arns.allStoreUsers(call.world) : arns.storeUser(call.world, userId);
export const membershipResource = (call: Call, membershipId: string | undefined): string =>
  membershipId === undefined ? arns.allMemberships(call.world) : arns.membership(call.world, membershipId);

interface Definition<Request> {
  readonly mutates: boolean;
  parse(members: RequestMembers): Request;
  /** Resources besides the identity store. */
  resources(request: Request, call: Call): readonly string[];
  handle(request: Request, call: Call): unknown;
}

export const identityStoreOperation = <Request>(name: string, definition: Definition<Request>): Operation =>
  defineOperation<{ readonly storeId: string; readonly request: Request }>(name, {
    mutates: definition.mutates,
    parse: (input) => {
      const members = new RequestMembers(input, refuse);
      return { storeId: members.text('IdentityStoreId', { min: 1, max: 36, pattern: STORE_ID }), request: definition.parse(members) };
    },
    authorize: ({ storeId, request }, call) =>
      [arns.identityStore(call.world, storeId), ...definition.resources(request, call)].map((resource) => storeTarget(call, name, resource)),
    handle: ({ storeId, request }, call) => {
      if (storeId !== identityStoreState(call.world).storeId) throw notFound(call, 'IDENTITY_STORE', storeId);
      return definition.handle(request, call);
    },
  });
