import type { Service } from '../../core/service.js';
import { accountClosureOperations } from './account-closure.operations.js';
import { settleClosures } from './account-closure.js';
import { accountCreationOperations } from './account-creation.operations.js';
import { settleCreations } from './account-creation.js';
import { accountMoveOperations } from './account-move.operations.js';
import { accountOperations } from './account.operations.js';
import { initialOrganization } from './initial-state.js';
import { organizationsNotBuilt } from './not-built.js';
import { organizationOperations } from './organization.operations.js';
import { policyAttachmentOperations } from './policy-attachment.operations.js';
import { policyOperations } from './policy.operations.js';
import { ORGANIZATIONS, organizationsState } from './state.js';
import { tagOperations } from './tag.operations.js';
import { unitOperations } from './unit.operations.js';

/** AWS Organizations. */
export const organizationsService: Service = {
  id: ORGANIZATIONS,
  signingName: 'organizations',
  protocol: { kind: 'awsJson1.1', targetPrefix: 'AWSOrganizationsV20161128' },
  operations: [
    ...organizationOperations,
    ...unitOperations,
    ...accountOperations,
    ...accountCreationOperations,
    ...accountMoveOperations,
    ...accountClosureOperations,
    ...tagOperations,
    ...policyOperations,
    ...policyAttachmentOperations,
  ],
  notBuilt: organizationsNotBuilt,
  initialState: initialOrganization,
  settle: (world, now) => {
    const state = organizationsState(world);
    if (state.openRequests.length > 0) settleCreations(world, state, now);
    if (state.openClosures.length > 0) settleClosures(world, state, now);
  },
};
