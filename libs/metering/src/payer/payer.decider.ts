import { checkPattern, checkText, DomainError, equalJson, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { ChangePayerSettings, PayerCommand, RegisterPayer, ReplacePayerExternalId } from './payer.commands.js';
import type { PayerEvent, PayerSettings, PayerSettingsInput } from './payer.events.js';
import { billingCurrencyOf, checkAccountId, checkPayerSettings } from './payer-settings.js';

export type Payer =
  | { readonly status: 'none' }
  | { readonly status: 'registered'; readonly settings: PayerSettings }
  | { readonly status: 'removed'; readonly settings: PayerSettings };

/** What a platform's stream says of it. */
export interface PlatformOfPayer {
  readonly partition: PayerSettings['partition'];
  readonly managementAccountId: string;
  readonly principalArn: string;
  readonly externalIds: readonly string[];
}

export interface PayerFacts {
  /** The platform that the command names; undefined when it is not registered. */
  readonly platform: PlatformOfPayer | undefined;
  /** Costs of this payer were collected once. */
  readonly collected: boolean;
}

export const noPayerFacts: PayerFacts = { platform: undefined, collected: false };

const checkGenerated = (value: unknown): string =>
  checkPattern('generatedExternalId', value, /^[A-Za-z0-9_-]{43}$/, '32 random bytes as 43 characters base64url, made by the platform');

const register = (command: RegisterPayer, state: Payer, facts: PayerFacts): PayerEvent[] => {
  const payerAccountId = checkAccountId('payerAccountId', command.payerAccountId);
  const { platform } = facts;
  if (!platform)
    return refuse(
      'PLATFORM_NOT_FOUND',
      'platformIdentifier',
      `There is no platform ${command.platformIdentifier}: register the organization as a platform first.`,
    );
  if (platform.managementAccountId !== payerAccountId)
    refuse(
      'PAYER_NOT_OF_PLATFORM',
      'payerAccountId',
      `The platform ${command.platformIdentifier} has the management account ${platform.managementAccountId}: AWS bills that account, not ${payerAccountId}.`,
    );
  if (state.status === 'registered')
    refuse('PAYER_EXISTS', 'payerAccountId', `The payer ${payerAccountId} is registered already: change its settings instead.`);
  const settings = checkPayerSettings(command.settings);
  if (settings.partition !== platform.partition)
    refuse('FIELD_MALFORMED', 'settings.partition', `settings.partition must be ${platform.partition}, as the platform's.`);
  if (settings.principalArn === platform.principalArn)
    refuse(
      'FIELD_MALFORMED',
      'settings.principalArn',
      'settings.principalArn is the replicator’s: metering has credentials of its own, for reads only.',
    );
  const externalId = checkGenerated(command.generatedExternalId);
  if (platform.externalIds.includes(externalId))
    refuse('FIELD_MALFORMED', 'generatedExternalId', 'generatedExternalId is the platform’s: make another one.');
  if (state.status === 'removed') keepCosts(settings, state.settings, facts);
  return [{ type: 'PayerRegistered', ...settings, payerAccountId, externalId, billingCurrency: billingCurrencyOf(settings.partition) }];
};

/** Gross and net amounts cannot be compared: one ledger holds one of them. */
const keepCosts = (settings: PayerSettingsInput, before: PayerSettings, { collected }: PayerFacts): void => {
  if (collected && settings.costs !== before.costs)
    refuse('PAYER_COSTS_FIXED', 'settings.costs', `Costs were collected ${before.costs}, and that stays: leave settings.costs at ${before.costs}.`);
};

const registered = (state: Payer, payerAccountId: string): PayerSettings => {
  if (state.status === 'registered') return state.settings;
  const problem = state.status === 'removed' ? 'was removed: register it again' : 'does not exist: register it first';
  throw new DomainError('PAYER_NOT_FOUND', `The payer ${payerAccountId} ${problem}.`, { field: 'payerAccountId' });
};

const inputOf = ({ payerAccountId: _, externalId: __, billingCurrency: ___, ...settings }: PayerSettings): PayerSettingsInput => settings;

const changeSettings = (command: ChangePayerSettings, state: Payer, facts: PayerFacts): PayerEvent[] => {
  const { payerAccountId } = command;
  const before = registered(state, payerAccountId);
  const settings = checkPayerSettings(command.settings);
  if (settings.partition !== before.partition)
    refuse('FIELD_MALFORMED', 'settings.partition', `settings.partition must be ${before.partition}: an account never leaves its partition.`);
  keepCosts(settings, before, facts);
  return equalJson(settings, inputOf(before)) ? [] : [{ type: 'PayerSettingsChanged', payerAccountId, settings }];
};

const replaceExternalId = (command: ReplacePayerExternalId, state: Payer): PayerEvent[] => {
  const { payerAccountId } = command;
  registered(state, payerAccountId);
  return [{ type: 'PayerExternalIdReplaced', payerAccountId, externalId: checkGenerated(command.generatedExternalId) }];
};

const decide = (command: PayerCommand, state: Payer, facts: PayerFacts): PayerEvent[] => {
  switch (command.type) {
    case 'RegisterPayer':
      return register(command, state, facts);
    case 'ChangePayerSettings':
      return changeSettings(command, state, facts);
    case 'ReplacePayerExternalId':
      return replaceExternalId(command, state);
    case 'RemovePayer': {
      const reason = checkText('reason', command.reason, { max: 500 });
      if (state.status === 'removed') return [];
      registered(state, command.payerAccountId);
      return [{ type: 'PayerRemoved', payerAccountId: command.payerAccountId, reason }];
    }
  }
};

const evolve = (state: Payer, event: PayerEvent): Payer => {
  if (event.type === 'PayerRegistered') {
    const { type: _, ...settings } = event;
    return { status: 'registered', settings };
  }
  if (state.status !== 'registered') return state;
  switch (event.type) {
    case 'PayerSettingsChanged':
      return { ...state, settings: { ...state.settings, ...event.settings } };
    case 'PayerExternalIdReplaced':
      return { ...state, settings: { ...state.settings, externalId: event.externalId } };
    case 'PayerRemoved':
      return { status: 'removed', settings: state.settings };
    default:
      return state;
  }
};

export const payerDecider = (facts: PayerFacts): Decider<PayerCommand, Payer, PayerEvent> => ({
  initial: { status: 'none' },
  decide: (command, state) => decide(command, state, facts),
  evolve,
});
