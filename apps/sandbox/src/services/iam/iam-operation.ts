import type { AuthorizationTarget, Call, Operation } from '../../core/service.js';
import { anyResource } from '../../core/targets.js';
import { defineOperation } from '../define-operation.js';
import { QueryMembers } from '../query-members.js';

interface Definition<Request> {
  readonly mutates: boolean;
  parse(members: QueryMembers): Request;
  /** Default: the action without a resource. */
  authorize?(request: Request, call: Call): readonly AuthorizationTarget[];
  handle(request: Request, call: Call): unknown;
}

/** An IAM operation: its action is `iam:` and its name. */
export const defineIamOperation = <Request>(name: string, definition: Definition<Request>): Operation =>
  defineOperation<Request>(name, {
    mutates: definition.mutates,
    parse: (input) => definition.parse(new QueryMembers(input)),
    authorize: (request, call) => definition.authorize?.(request, call) ?? [anyResource(`iam:${name}`, call.accountId)],
    handle: (request, call) => definition.handle(request, call),
  });
