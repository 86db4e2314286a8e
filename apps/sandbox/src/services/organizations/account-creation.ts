import type { World } from '../../core/service.js';
import { openMemberAccount } from './access-role.js';
import { attachFullAccess } from './full-access.js';
import { isValidEmail } from './patterns.js';
import type { AccountRecord, CreateAccountFailure, CreateAccountRequestRecord, OrganizationsState } from './state.js';
import { addAccount } from './tree.js';

const hasTwinInProgress = (state: OrganizationsState, request: CreateAccountRequestRecord): boolean =>
  state.openRequests.some((id) => {
    const other = state.requests[id];
    return other !== undefined && id !== request.id && other.email.toLowerCase() === request.email.toLowerCase();
  });

/** Why this request will fail, judged when it completes; undefined when it succeeds. */
const failureOf = (state: OrganizationsState, request: CreateAccountRequestRecord): CreateAccountFailure | undefined => {
  if (!isValidEmail(request.email)) return 'INVALID_EMAIL';
  if (state.emails[request.email.toLowerCase()] !== undefined) return 'EMAIL_ALREADY_EXISTS';
  return state.accountIds.length >= state.accountLimit ? 'ACCOUNT_LIMIT_EXCEEDED' : undefined;
};

/** A second request for an e-mail whose first request still runs fails at its own end. */
export const markTwin = (state: OrganizationsState, request: CreateAccountRequestRecord): void => {
  if (hasTwinInProgress(state, request)) request.failure = 'CONCURRENT_ACCOUNT_MODIFICATION';
};

const createAccount = (world: World, state: OrganizationsState, request: CreateAccountRequestRecord): string => {
  const id = world.newAccountId();
  const account: AccountRecord = {
    id,
    email: request.email,
    name: request.name,
    joinedMethod: 'CREATED',
    joinedAt: request.dueAt,
    state: 'ACTIVE',
    parentId: state.rootId,
    listedAt: request.dueAt + world.duration('organizations.listAfterCreate', id),
    tagsReadableAt: request.dueAt + world.duration('organizations.tagsAfterCreate', id),
    movingUntil: 0,
  };
  addAccount(state, account);
  attachFullAccess(state, id);
  if (Object.keys(request.tags).length > 0) state.tags[id] = { ...request.tags };
  openMemberAccount(world, id, request.roleName);
  return id;
};

const complete = (world: World, state: OrganizationsState, request: CreateAccountRequestRecord): void => {
  const failure = request.failure ?? failureOf(state, request);
  request.completedAt = request.dueAt;
  if (failure === undefined) {
    request.accountId = createAccount(world, state, request);
    request.state = 'SUCCEEDED';
  } else {
    request.failure = failure;
    request.state = 'FAILED';
  }
};

/** Completes every creation that became due, in the order of their ends. */
export const settleCreations = (world: World, state: OrganizationsState, now: number): void => {
  const due = state.openRequests
    .map((id) => state.requests[id])
    .filter((request): request is CreateAccountRequestRecord => request !== undefined && request.dueAt <= now)
    .sort((one, other) => one.dueAt - other.dueAt || (one.id < other.id ? -1 : 1));
  for (const request of due) {
    complete(world, state, request);
    state.openRequests = state.openRequests.filter((id) => id !== request.id);
  }
};
