import type { AuthorizationTarget, Call, Operation } from '../../core/service.js';
import { resourceTarget } from '../../core/targets.js';
import { defineOperation } from '../define-operation.js';
import type { Page } from '../paging.js';
import { pageOf } from '../paging.js';
import { quotaNumber } from '../quota-numbers.js';
import { RequestMembers } from '../request-members.js';
import { resourceTagContext } from '../tag-context.js';
import { refuse, resourceNotFound, validation } from './errors.js';
import type { PermissionSetRecord } from './state.js';
import { SSO_ADMIN, ssoAdminState } from './state.js';

const MAX_PAGE = 100;
const DEFAULT_PAGE = 20;

const INSTANCE_ARN = {
  min: 10,
  max: 1224,
  pattern: /^arn:(aws|aws-us-gov|aws-cn|aws-iso|aws-iso-b):sso:::instance\/(sso)?ins-[a-zA-Z0-9-.]{16}$/,
} as const;
export const PERMISSION_SET_ARN = {
  min: 10,
  max: 1224,
  pattern: /^arn:(aws|aws-us-gov|aws-cn|aws-iso|aws-iso-b):sso:::permissionSet\/(sso)?ins-[a-zA-Z0-9-.]{16}\/ps-[a-zA-Z0-9-./]{16}$/,
} as const;
export const ACCOUNT_ID = { pattern: /^\d{12}$/ } as const;
export const REQUEST_ID = { pattern: /^\b[0-9a-f]{8}\b-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-\b[0-9a-f]{12}\b$/ } as const;
export const PRINCIPAL_ID = {
  min: 1,
  max: 47,
  pattern: /^([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}$/,
} as const;

/** Timestamps of the JSON protocol: seconds since 1970. */
export const seconds = (milliseconds: number): number => milliseconds / 1000;

export interface Paging {
  readonly size: number | undefined;
  readonly token: string | undefined;
}

export const readPaging = (members: RequestMembers): Paging => ({
  size: members.optionalInteger('MaxResults', 1, MAX_PAGE),
  token: members.optionalText('NextToken', { max: 2048 }),
});

export const ssoAdminPage = (
  call: Call,
  operation: string,
  paging: Paging,
  ids: readonly string[],
  options: { readonly scope?: string; readonly keep?: (id: string) => boolean } = {},
): Page =>
  pageOf(
    ids,
    {
      scope: `${operation}:${options.scope ?? ''}`,
      size: paging.size ?? quotaNumber(call.world, [SSO_ADMIN, operation, 'pageSize'], DEFAULT_PAGE),
      token: paging.token,
    },
    () => validation('The pagination token is invalid.'),
    options.keep,
  );

export const nextToken = (page: Page): { readonly NextToken?: string } => (page.nextToken === undefined ? {} : { NextToken: page.nextToken });

/** The action on one resource of Identity Center; tags of permission sets are conditions. */
export const ssoTarget = (call: Call, action: string, resource: string, context: AuthorizationTarget['context'] = {}): AuthorizationTarget => {
  const state = ssoAdminState(call.world);
  return resourceTarget(`sso:${action}`, resource, call.world.managementAccountId, {
    // Accounts and tagging know no such key.
    ...(resource.includes(':::account/') || action.includes('Tag') ? {} : { 'sso:PrimaryRegion': state.region }),
    ...resourceTagContext(state.tags[resource]),
    ...context,
  });
};

export const accountResource = (call: Call, accountId: string): string => `arn:${call.world.partition}:sso:::account/${accountId}`;

export const findPermissionSet = (call: Call, arn: string): PermissionSetRecord => {
  const found = ssoAdminState(call.world).permissionSets[arn];
  if (!found) throw resourceNotFound(`PermissionSet with id ${arn.slice(arn.lastIndexOf('/') + 1)} does not exist.`);
  return found;
};

interface Definition<Request> {
  readonly mutates: boolean;
  parse(members: RequestMembers): Request;
  /** Resources besides the instance. */
  resources(request: Request, call: Call): readonly string[];
  /** Further actions that AWS checks for the caller. */
  furtherTargets?(request: Request, call: Call): readonly AuthorizationTarget[];
  context?(request: Request): NonNullable<AuthorizationTarget['context']>;
  handle(request: Request, call: Call): unknown;
}

/** An operation on the instance: the instance's ARN is a target of each, and an unknown instance is refused. */
export const ssoAdminOperation = <Request>(name: string, definition: Definition<Request>): Operation =>
  defineOperation<{ readonly instanceArn: string; readonly request: Request }>(name, {
    mutates: definition.mutates,
    parse: (input) => {
      const members = new RequestMembers(input, refuse);
      return { instanceArn: members.text('InstanceArn', INSTANCE_ARN), request: definition.parse(members) };
    },
    authorize: ({ instanceArn, request }, call) => [
      ...[instanceArn, ...definition.resources(request, call)].map((resource) => ssoTarget(call, name, resource, definition.context?.(request))),
      ...(definition.furtherTargets?.(request, call) ?? []),
    ],
    handle: ({ instanceArn, request }, call) => {
      if (instanceArn !== ssoAdminState(call.world).instanceArn) throw resourceNotFound(`Instance ${instanceArn} does not exist.`);
      return definition.handle(request, call);
    },
  });
