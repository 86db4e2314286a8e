import type { AuthorizationTarget, Call, Operation } from '../../core/service.js';
import { defineOperation } from '../define-operation.js';
import type { Page, PageRequest } from '../paging.js';
import { pageOf } from '../paging.js';
import { quotaNumber } from '../quota-numbers.js';
import { RequestMembers } from '../request-members.js';
import { accessDenied, invalidToken, refuse } from './errors.js';
import { PAGE_TOKEN } from './patterns.js';

const MAX_PAGE = 20;

export interface Paging {
  readonly size: number | undefined;
  readonly token: string | undefined;
}

export const readPaging = (members: RequestMembers): Paging => ({
  size: members.optionalInteger('MaxResults', 1, MAX_PAGE),
  token: members.optionalText('NextToken', PAGE_TOKEN),
});

/** One page of an operation's ids, with its page size from the quotas. */
export const organizationsPage = (
  call: Call,
  operation: string,
  paging: Paging,
  ids: readonly string[],
  options: { readonly scope?: string; readonly keep?: (id: string) => boolean } = {},
): Page => {
  const request: PageRequest = {
    scope: `${operation}:${options.scope ?? ''}`,
    size: paging.size ?? quotaNumber(call.world, ['organizations', operation, 'pageSize'], MAX_PAGE),
    token: paging.token,
  };
  return pageOf(ids, request, invalidToken, options.keep);
};

export const nextToken = (page: Page): { readonly NextToken?: string } => (page.nextToken === undefined ? {} : { NextToken: page.nextToken });

interface Definition<Request> {
  readonly mutates: boolean;
  parse(members: RequestMembers): Request;
  authorize(request: Request, call: Call): readonly AuthorizationTarget[];
  handle(request: Request, call: Call): unknown;
  /** Most operations answer only in the management account. */
  readonly fromAnyAccount?: boolean;
}

export const organizationsOperation = <Request>(name: string, definition: Definition<Request>): Operation =>
  defineOperation<Request>(name, {
    mutates: definition.mutates,
    parse: (input) => definition.parse(new RequestMembers(input, refuse)),
    authorize: (request, call) => definition.authorize(request, call),
    handle: (request, call) => {
      if (definition.fromAnyAccount !== true && call.accountId !== call.world.managementAccountId) throw accessDenied();
      return definition.handle(request, call);
    },
  });
