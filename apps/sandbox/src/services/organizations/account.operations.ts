import type { Operation } from '../../core/service.js';
import { AwsError } from '../../core/service.js';
import { onEntity, onOrganization } from './authorization.js';
import { accountNotFound, parentNotFound } from './errors.js';
import type { Paging } from './organizations-operation.js';
import { nextToken, organizationsOperation, organizationsPage, readPaging } from './organizations-operation.js';
import { ACCOUNT_ID, CHILD_ID, PARENT_ID } from './patterns.js';
import { accountShape } from './shapes.js';
import type { AccountRecord, OrganizationsState } from './state.js';
import { organizationsState } from './state.js';
import { parentExists } from './tree.js';

export const findAccount = (state: OrganizationsState, id: string): AccountRecord => {
  const account = state.accounts[id];
  if (!account) throw accountNotFound();
  return account;
};

const parentType = (state: OrganizationsState, id: string): string => (id === state.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT');

const isListed =
  (state: OrganizationsState, now: number) =>
  (id: string): boolean =>
    (state.accounts[id]?.listedAt ?? Infinity) <= now;

interface ChildrenRequest extends Paging {
  readonly parentId: string;
}

export const accountOperations: readonly Operation[] = [
  organizationsOperation('DescribeAccount', {
    mutates: false,
    parse: (members) => ({ id: members.text('AccountId', ACCOUNT_ID) }),
    authorize: ({ id }, call) => [onEntity(call, 'DescribeAccount', id)],
    handle: ({ id }, { world }) => {
      const state = organizationsState(world);
      return { Account: accountShape(world, state, findAccount(state, id)) };
    },
  }),

  organizationsOperation('ListAccounts', {
    mutates: false,
    parse: readPaging,
    authorize: (_, call) => [onOrganization(call, 'ListAccounts')],
    handle: (paging, call) => {
      const state = organizationsState(call.world);
      const page = organizationsPage(call, 'ListAccounts', paging, state.accountIds, { keep: isListed(state, call.now) });
      return { Accounts: page.ids.map((id) => accountShape(call.world, state, findAccount(state, id))), ...nextToken(page) };
    },
  }),

  organizationsOperation<ChildrenRequest>('ListAccountsForParent', {
    mutates: false,
    parse: (members) => ({ parentId: members.text('ParentId', PARENT_ID), ...readPaging(members) }),
    authorize: ({ parentId }, call) => [onEntity(call, 'ListAccountsForParent', parentId)],
    handle: ({ parentId, ...paging }, call) => {
      const state = organizationsState(call.world);
      if (!parentExists(state, parentId)) throw parentNotFound();
      const page = organizationsPage(call, 'ListAccountsForParent', paging, state.children[parentId]?.accounts ?? [], {
        scope: parentId,
        keep: isListed(state, call.now),
      });
      return { Accounts: page.ids.map((id) => accountShape(call.world, state, findAccount(state, id))), ...nextToken(page) };
    },
  }),

  organizationsOperation('ListChildren', {
    mutates: false,
    parse: (members) => ({
      parentId: members.text('ParentId', PARENT_ID),
      type: members.oneOf('ChildType', ['ACCOUNT', 'ORGANIZATIONAL_UNIT']),
      ...readPaging(members),
    }),
    authorize: ({ parentId }, call) => [onEntity(call, 'ListChildren', parentId)],
    handle: ({ parentId, type, ...paging }, call) => {
      const state = organizationsState(call.world);
      if (!parentExists(state, parentId)) throw parentNotFound();
      const children = state.children[parentId];
      const ids = (type === 'ACCOUNT' ? children?.accounts : children?.units) ?? [];
      const page = organizationsPage(call, 'ListChildren', paging, ids, {
        scope: `${parentId}:${type}`,
        ...(type === 'ACCOUNT' ? { keep: isListed(state, call.now) } : {}),
      });
      return { Children: page.ids.map((Id) => ({ Id, Type: type })), ...nextToken(page) };
    },
  }),

  organizationsOperation('ListParents', {
    mutates: false,
    parse: (members) => ({ childId: members.text('ChildId', CHILD_ID), ...readPaging(members) }),
    authorize: ({ childId }, call) => [onEntity(call, 'ListParents', childId)],
    handle: ({ childId, ...paging }, call) => {
      const state = organizationsState(call.world);
      const child = state.accounts[childId] ?? state.units[childId];
      if (!child) throw new AwsError('ChildNotFoundException', "You specified a child that doesn't exist.");
      const page = organizationsPage(call, 'ListParents', paging, [child.parentId], { scope: childId });
      return { Parents: page.ids.map((Id) => ({ Id, Type: parentType(state, Id) })), ...nextToken(page) };
    },
  }),
];
