import type { Operation } from '../../core/service.js';
import { AwsError } from '../../core/service.js';
import { findAccount } from './account.operations.js';
import { onEntity } from './authorization.js';
import { organizationsOperation } from './organizations-operation.js';
import { ACCOUNT_ID, PARENT_ID } from './patterns.js';
import { organizationsState } from './state.js';
import { moveAccountTo, parentExists } from './tree.js';

export const accountMoveOperations: readonly Operation[] = [
  organizationsOperation('MoveAccount', {
    mutates: true,
    parse: (members) => ({
      id: members.text('AccountId', ACCOUNT_ID),
      from: members.text('SourceParentId', PARENT_ID),
      to: members.text('DestinationParentId', PARENT_ID),
    }),
    authorize: ({ id, from, to }, call) => [id, from, to].map((entity) => onEntity(call, 'MoveAccount', entity)),
    handle: ({ id, from, to }, { world, now }) => {
      const state = organizationsState(world);
      const account = findAccount(state, id);
      if (!parentExists(state, to))
        throw new AwsError(
          'DestinationParentNotFoundException',
          "We can't find the destination container (a root or OU) with the ParentId that you specified.",
        );
      if (account.parentId === to) throw new AwsError('DuplicateAccountException', 'That account is already present in the specified destination.');
      if (account.parentId !== from)
        throw new AwsError('SourceParentNotFoundException', "We can't find a source root or OU with the ParentId that you specified.");
      if (account.movingUntil > now)
        throw new AwsError(
          'ConcurrentModificationException',
          'The target of the operation is currently being modified by a different request. Try again later.',
        );
      moveAccountTo(state, account, to);
      account.movingUntil = now + world.duration('organizations.moveAccount', id, world.next('organizations.moveAccount'));
      return {};
    },
  }),
];
