import type { World } from '../../core/service.js';
import { identityStoreState } from '../identitystore/state.js';
import { organizationsState } from '../organizations/state.js';
import { addAssignment, holdersOf, isAssigned, provisionedVersion, removeAssignment } from './assignments.js';
import { takeDue } from './operation-log.js';
import { provision, unprovision } from './reserved-role.js';
import type { Assignment, AssignmentOperationRecord, ProvisioningRecord, SsoAdminState } from './state.js';

const NO_ASSIGNMENT = 'Received a 404 status error: Assignment not found.';

const principalExists = (world: World, assignment: Assignment): boolean => {
  const store = identityStoreState(world);
  return (assignment.principalType === 'GROUP' ? store.groups : store.users)[assignment.principalId] !== undefined;
};

const create = (world: World, state: SsoAdminState, assignment: Assignment): string | undefined => {
  const permissionSet = state.permissionSets[assignment.permissionSetArn];
  if (!permissionSet) return 'Received a 404 status error: PermissionSet not found.';
  if (!principalExists(world, assignment))
    return `Received a 404 status error: the ${assignment.principalType} assignee ${assignment.principalId} was not found in directory ${identityStoreState(world).storeId}`;
  if (organizationsState(world).accounts[assignment.accountId]?.state !== 'ACTIVE')
    return `Received a 403 status error: account ${assignment.accountId} is not active.`;
  addAssignment(state, assignment);
  if (provisionedVersion(state, assignment.accountId, permissionSet.arn) === undefined) provision(world, state, permissionSet, assignment.accountId);
  return undefined;
};

/** The principal may be gone already: what its assignment left behind can always be taken away. */
const remove = (world: World, state: SsoAdminState, assignment: Assignment): string | undefined => {
  if (!isAssigned(state, assignment)) return NO_ASSIGNMENT;
  removeAssignment(state, assignment);
  const permissionSet = state.permissionSets[assignment.permissionSetArn];
  if (permissionSet && holdersOf(state, assignment.accountId, permissionSet.arn).length === 0)
    unprovision(world, state, permissionSet, assignment.accountId);
  return undefined;
};

const finish = (operation: AssignmentOperationRecord | ProvisioningRecord, failure: string | undefined): void => {
  operation.status = failure === undefined ? 'SUCCEEDED' : 'FAILED';
  if (failure !== undefined) operation.failureReason = failure;
};

const renew = (world: World, state: SsoAdminState, operation: ProvisioningRecord): string | undefined => {
  const permissionSet = state.permissionSets[operation.permissionSetArn];
  const accounts = state.accountsOfSet[operation.permissionSetArn] ?? [];
  const wanted = operation.accountId === undefined ? [...accounts] : accounts.filter((id) => id === operation.accountId);
  if (!permissionSet || (operation.accountId !== undefined && wanted.length === 0)) return NO_ASSIGNMENT;
  for (const accountId of wanted) provision(world, state, permissionSet, accountId);
  return undefined;
};

/** Ends all operations that became due, in the order of their ends. */
export const settleOperations = (world: World, state: SsoAdminState, now: number): void => {
  const assignments = [...takeDue(state.creations, state.openCreations, now), ...takeDue(state.deletions, state.openDeletions, now)];
  for (const operation of assignments.sort((one, other) => one.dueAt - other.dueAt))
    finish(operation, (operation.direction === 'creation' ? create : remove)(world, state, operation.assignment));
  for (const operation of takeDue(state.provisionings, state.openProvisionings, now)) finish(operation, renew(world, state, operation));
};
