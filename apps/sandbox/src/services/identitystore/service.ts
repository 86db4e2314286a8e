import type { Service, World } from '../../core/service.js';
import { drawnHex } from '../drawn-ids.js';
import { groupOperations } from './group.operations.js';
import { membershipOperations } from './membership.operations.js';
import type { IdentityStoreState } from './state.js';
import { IDENTITY_STORE } from './state.js';
import { userOperations } from './user.operations.js';

const initialStore = (world: World): IdentityStoreState => ({
  storeId: `d-${drawnHex(world, 10, 'identitystore.store')}`,
  users: {},
  userIds: [],
  groups: {},
  groupIds: [],
  memberships: {},
  membershipsOfGroup: {},
  membershipsOfUser: {},
  keys: {},
});

/** The identity store of the organisation's Identity Center instance. */
export const identityStoreService: Service = {
  id: IDENTITY_STORE,
  signingName: 'identitystore',
  protocol: { kind: 'awsJson1.1', targetPrefix: 'AWSIdentityStore' },
  operations: [...userOperations, ...groupOperations, ...membershipOperations],
  notBuilt: [],
  initialState: initialStore,
};
