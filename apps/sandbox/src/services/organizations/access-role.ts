import type { World } from '../../core/service.js';
import { putAccountAccessRole } from '../iam/state.js';

/** What Organizations names the role when CreateAccount names none. */
export const DEFAULT_ACCESS_ROLE = 'OrganizationAccountAccessRole';

/** The account's own IAM with its one role; authorisation sees the role after IAM's usual delay, or at once with `once`. */
export const openMemberAccount = (world: World, accountId: string, roleName: string, at: 'propagated' | 'once' = 'propagated'): void => {
  putAccountAccessRole(world, accountId, roleName, at);
};
