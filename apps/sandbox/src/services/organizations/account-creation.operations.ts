import type { Operation } from '../../core/service.js';
import { AwsError } from '../../core/service.js';
import { drawnText } from '../drawn-ids.js';
import { quotaNumber } from '../quota-numbers.js';
import { insertId } from '../sorted-ids.js';
import { requestTagContext } from '../tag-context.js';
import { DEFAULT_ACCESS_ROLE } from './access-role.js';
import { markTwin } from './account-creation.js';
import { accountArn } from './arns.js';
import { onOrganization, onTagging } from './authorization.js';
import { constraintViolation } from './errors.js';
import { nextToken, organizationsOperation, organizationsPage, readPaging } from './organizations-operation.js';
import { ACCOUNT_NAME, EMAIL, REQUEST_ID, ROLE_NAME } from './patterns.js';
import { createAccountStatusShape } from './shapes.js';
import type { CreateAccountRequestRecord, OrganizationsState } from './state.js';
import { organizationsState } from './state.js';
import { readTags } from './tags.js';

const STATES = ['IN_PROGRESS', 'SUCCEEDED', 'FAILED'] as const;

const findRequest = (state: OrganizationsState, id: string): CreateAccountRequestRecord => {
  const request = state.requests[id];
  if (!request) throw new AwsError('CreateAccountStatusNotFoundException', "You specified a create account request that doesn't exist.");
  return request;
};

export const accountCreationOperations: readonly Operation[] = [
  organizationsOperation('CreateAccount', {
    mutates: true,
    parse: (members) => ({
      email: members.text('Email', EMAIL),
      name: members.text('AccountName', ACCOUNT_NAME),
      roleName: members.optionalText('RoleName', ROLE_NAME) ?? DEFAULT_ACCESS_ROLE,
      billing: members.optionalOneOf('IamUserAccessToBilling', ['ALLOW', 'DENY']),
      tags: readTags(members),
    }),
    authorize: ({ tags }, call) => [
      onOrganization(call, 'CreateAccount', requestTagContext(tags)),
      ...onTagging(call, accountArn(call.world, '*'), tags),
    ],
    handle: ({ email, name, roleName, tags }, { world, now }) => {
      const state = organizationsState(world);
      if (state.openRequests.length >= quotaNumber(world, ['organizations', 'CreateAccount', 'outstanding'], 5))
        throw constraintViolation(
          'ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED',
          'You attempted to exceed the number of accounts that can be in progress at a time.',
        );
      const serial = world.next('organizations.createAccount');
      const id = `car-${drawnText(world, 32, 'organizations.createAccount', serial)}`;
      const request: CreateAccountRequestRecord = {
        id,
        name,
        email,
        roleName,
        tags,
        requestedAt: now,
        dueAt: now + world.duration('organizations.createAccount', serial),
        state: 'IN_PROGRESS',
      };
      markTwin(state, request);
      state.requests[id] = request;
      insertId(state.requestIds, id);
      state.openRequests.push(id);
      return { CreateAccountStatus: createAccountStatusShape(request) };
    },
  }),

  organizationsOperation('DescribeCreateAccountStatus', {
    mutates: false,
    parse: (members) => ({ id: members.text('CreateAccountRequestId', REQUEST_ID) }),
    authorize: (_, call) => [onOrganization(call, 'DescribeCreateAccountStatus')],
    handle: ({ id }, { world }) => ({ CreateAccountStatus: createAccountStatusShape(findRequest(organizationsState(world), id)) }),
  }),

  organizationsOperation('ListCreateAccountStatus', {
    mutates: false,
    parse: (members) => ({
      states: members.has('States') ? members.manyOf('States', STATES) : STATES,
      ...readPaging(members),
    }),
    authorize: (_, call) => [onOrganization(call, 'ListCreateAccountStatus')],
    handle: ({ states, ...paging }, call) => {
      const state = organizationsState(call.world);
      const onlyOpen = states.every((wanted) => wanted === 'IN_PROGRESS');
      const ids = onlyOpen ? [...state.openRequests].sort() : state.requestIds;
      const page = organizationsPage(call, 'ListCreateAccountStatus', paging, ids, {
        scope: [...states].sort().join(),
        keep: (id) => states.some((wanted) => wanted === state.requests[id]?.state),
      });
      return { CreateAccountStatuses: page.ids.map((id) => createAccountStatusShape(findRequest(state, id))), ...nextToken(page) };
    },
  }),
];
