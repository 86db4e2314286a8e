import type { Call, Operation } from '../../../core/service.js';
import { resourceTarget } from '../../../core/targets.js';
import { defineOperation } from '../../define-operation.js';
import type { Json } from '../../request-members.js';
import { RequestMembers } from '../../request-members.js';
import { costLedger } from '../facts/ledger.js';
import { refuse, viewNotFound } from './errors.js';
import { replayedAnswer } from './replay.js';

interface Definition<Request> {
  parse(members: RequestMembers, input: Json): Request;
  handle(request: Request, call: Call): unknown;
  /** Operations on a billing view are authorised on it. */
  readonly onBillingView?: boolean;
}

const primaryView = (call: Call): string => `arn:${call.world.partition}:billing::${call.accountId}:billingview/primary`;

/** Every account has its primary view; others are not modelled. */
const billingView = (input: Json, call: Call): string => (typeof input.BillingViewArn === 'string' ? input.BillingViewArn : primaryView(call));

/** A read of Cost Explorer. Every answered page is paid for, refused calls are not. */
export const costExplorerOperation = <Request>(name: string, definition: Definition<Request>): Operation =>
  defineOperation<{ readonly input: Json; readonly request: Request }>(name, {
    mutates: false,
    parse: (input) => ({ input, request: definition.parse(new RequestMembers(input, refuse), input) }),
    authorize: ({ input }, call) => [resourceTarget(`ce:${name}`, definition.onBillingView ? billingView(input, call) : '*', call.accountId)],
    handle: ({ input, request }, call) => {
      if (definition.onBillingView && billingView(input, call) !== primaryView(call)) throw viewNotFound();
      const ledger = costLedger(call.world);
      const answer = replayedAnswer(ledger, name, input) ?? definition.handle(request, call);
      ledger.paidRequests += 1;
      ledger.paidByOperation[name] = (ledger.paidByOperation[name] ?? 0) + 1;
      return answer;
    },
  });

/** The management account sees all costs, any other account its own. */
export const onlyAccount = (call: Call): string | undefined => (call.accountId === call.world.managementAccountId ? undefined : call.accountId);
