import type { World } from '../../core/service.js';
import { drawnText } from '../drawn-ids.js';
import { FULL_ACCESS_ID, fullAccessPolicy } from './full-access.js';
import type { AccountRecord, OrganizationsState } from './state.js';
import { addAccount } from './tree.js';

const ACCOUNT_LIMIT = 20_000;

const firstAccount = (id: string, name: string, parentId: string, joinedAt: number, joinedMethod: AccountRecord['joinedMethod']): AccountRecord => ({
  id,
  name,
  email: `${name}@organization.example`,
  joinedMethod,
  joinedAt,
  state: 'ACTIVE',
  parentId,
  listedAt: joinedAt,
  tagsReadableAt: joinedAt,
  movingUntil: 0,
});

/** An organisation with all features, one root and three accounts; SCPs are not yet enabled, as after CreateOrganization. */
export const initialOrganization = (world: World): OrganizationsState => {
  const rootId = `r-${drawnText(world, 4, 'organizations.root')}`;
  const state: OrganizationsState = {
    rootId,
    enabledPolicyTypes: [],
    accountLimit: ACCOUNT_LIMIT,
    accounts: {},
    accountIds: [],
    emails: {},
    units: {},
    unitNames: {},
    children: { [rootId]: { accounts: [], units: [] } },
    requests: {},
    requestIds: [],
    openRequests: [],
    policies: { [FULL_ACCESS_ID]: { ...fullAccessPolicy } },
    policyIds: [FULL_ACCESS_ID],
    attachments: {},
    targets: {},
    tags: {},
    openClosures: [],
    closedAt: [],
  };
  const now = world.now();
  addAccount(state, firstAccount(world.managementAccountId, 'management', rootId, now, 'INVITED'));
  const members = [
    [world.platformAccountId, 'meshcloud'],
    [world.automationAccountId, 'automation'],
  ] as const;
  for (const [id, name] of members) addAccount(state, firstAccount(id, name, rootId, now, 'CREATED'));
  return state;
};
