import type { Operation } from '../../core/service.js';
import { startClosure } from './account-closure.js';
import { findAccount } from './account.operations.js';
import { onEntity } from './authorization.js';
import { organizationsOperation } from './organizations-operation.js';
import { ACCOUNT_ID } from './patterns.js';
import { organizationsState } from './state.js';

export const accountClosureOperations: readonly Operation[] = [
  organizationsOperation('CloseAccount', {
    mutates: true,
    parse: (members) => ({ id: members.text('AccountId', ACCOUNT_ID) }),
    authorize: ({ id }, call) => [onEntity(call, 'CloseAccount', id)],
    handle: ({ id }, { world, now }) => {
      const state = organizationsState(world);
      startClosure(world, state, findAccount(state, id), now);
      return {};
    },
  }),
];
