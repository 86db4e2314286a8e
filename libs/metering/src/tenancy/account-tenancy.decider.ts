import { checkInstant, checkOneOf, checkText, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import { checkAccountId } from '../payer/payer-settings.js';
import type { AccountTenancyCommand, AssignAccount, RecordAccountJoined, RecordAccountLeft, ReleaseAccount } from './account-tenancy.commands.js';
import type { AccountTenancyEvent, TenantRef } from './account-tenancy.events.js';
import { pointOf, tenantAt, withPoint } from './tenancy-history.js';
import type { TenancyHistory } from './tenancy-history.js';

export interface AccountTenancy {
  readonly history: TenancyHistory;
  /** The payer whose organization the account is in. */
  readonly memberOf: string | undefined;
}

export interface AccountTenancyFacts {
  /** The tenant that the command names; undefined when there is none. */
  readonly tenant: TenantRef | undefined;
}

const checkPast = (field: string, value: unknown, now: string): string => {
  const instant = checkInstant(field, value);
  return instant > now
    ? refuse('FIELD_MALFORMED', field, `${field} lies in the future: give the instant since when it is so, at most ${now}.`)
    : instant;
};

const assign = (command: AssignAccount, { history }: AccountTenancy, { tenant }: AccountTenancyFacts): AccountTenancyEvent[] => {
  const accountId = checkAccountId('accountId', command.accountId);
  const from = checkPast('from', command.from, command.meta.now);
  const why = checkOneOf('why', command.why, ['created', 'imported', 'moved', 'corrected']);
  if (!tenant) return refuse('TENANT_NOT_FOUND', 'tenantId', `There is no tenant ${command.tenantId}: choose one of the list.`);
  return tenantAt(history, from)?.tenantId === tenant.tenantId ? [] : [{ type: 'AccountAssigned', accountId, from, why, ...tenant }];
};

const release = (command: ReleaseAccount, { history }: AccountTenancy): AccountTenancyEvent[] => {
  const { accountId } = command;
  if (history.length === 0) refuse('ACCOUNT_NOT_FOUND', 'accountId', `No tenant ever held the account ${accountId}: there is nothing to release.`);
  const from = checkPast('from', command.from, command.meta.now);
  const why = checkText('reason', command.reason, { max: 500 });
  return tenantAt(history, from) === undefined ? [] : [{ type: 'AccountReleased', accountId, from, why }];
};

const join = (command: RecordAccountJoined, { memberOf }: AccountTenancy): AccountTenancyEvent[] => {
  const { accountId, payerAccountId, name } = command;
  const at = checkInstant('at', command.at);
  return memberOf === payerAccountId ? [] : [{ type: 'AccountJoinedOrganization', accountId, payerAccountId, name, at }];
};

const leave = (command: RecordAccountLeft, { memberOf }: AccountTenancy): AccountTenancyEvent[] => {
  const { accountId, payerAccountId } = command;
  const at = checkInstant('at', command.at);
  return memberOf === payerAccountId ? [{ type: 'AccountLeftOrganization', accountId, payerAccountId, at }] : [];
};

const decide = (command: AccountTenancyCommand, state: AccountTenancy, facts: AccountTenancyFacts): AccountTenancyEvent[] => {
  switch (command.type) {
    case 'AssignAccount':
      return assign(command, state, facts);
    case 'ReleaseAccount':
      return release(command, state);
    case 'RecordAccountJoined':
      return join(command, state);
    case 'RecordAccountLeft':
      return leave(command, state);
  }
};

const evolve = (state: AccountTenancy, event: AccountTenancyEvent): AccountTenancy => {
  switch (event.type) {
    case 'AccountAssigned':
    case 'AccountReleased': {
      const point = pointOf(event);
      return point ? { ...state, history: withPoint(state.history, point) } : state;
    }
    case 'AccountJoinedOrganization':
      return { ...state, memberOf: event.payerAccountId };
    case 'AccountLeftOrganization':
      return state.memberOf === event.payerAccountId ? { ...state, memberOf: undefined } : state;
    default:
      return state;
  }
};

export const accountTenancyDecider = (facts: AccountTenancyFacts): Decider<AccountTenancyCommand, AccountTenancy, AccountTenancyEvent> => ({
  initial: { history: [], memberOf: undefined },
  decide: (command, state) => decide(command, state, facts),
  evolve,
});
