import { DomainError } from '@orgledger/kernel';
import type { Decider, DomainCommand } from '@orgledger/kernel';
import type { AccountCreationEvent } from './account-creation.events.js';

export interface CreationIntent {
  readonly intentId: string;
  readonly intendedAt: string;
  readonly accountName: string;
  readonly requestId: string | undefined;
  readonly failure: string | undefined;
}

export type AccountCreation =
  /** `intents` are the failed ones of `lastTenantId`. */
  | { readonly status: 'free'; readonly intents: readonly CreationIntent[]; readonly lastTenantId: string | undefined }
  | { readonly status: 'open'; readonly tenantId: string; readonly email: string; readonly intents: readonly CreationIntent[] }
  | {
      readonly status: 'created';
      readonly tenantId: string;
      readonly email: string;
      readonly intents: readonly CreationIntent[];
      readonly accountId: string;
    };

export interface IntendAccount extends DomainCommand {
  readonly type: 'IntendAccount';
  readonly tenantId: string;
  readonly runId: string;
  readonly intentId: string;
  readonly email: string;
  readonly accountName: string;
}

export interface RecordRequest extends DomainCommand {
  readonly type: 'RecordRequest';
  readonly intentId: string;
  readonly requestId: string;
}

export interface RecordAccount extends DomainCommand {
  readonly type: 'RecordAccount';
  readonly intentId: string;
  readonly accountId: string;
  readonly proof: 'answer' | 'intentTag';
}

export interface RecordFailure extends DomainCommand {
  readonly type: 'RecordFailure';
  readonly intentId: string;
  readonly reason: string;
}

export type AccountCreationCommand = IntendAccount | RecordRequest | RecordAccount | RecordFailure;

const open = (creation: AccountCreation, intentId: string) => {
  if (creation.status !== 'open' || creation.intents.at(-1)?.intentId !== intentId)
    throw new DomainError('CREATION_NOT_OPEN', `Creation intent ${intentId} is not the open one of this e-mail.`);
  return creation;
};

const intend = (command: IntendAccount, creation: AccountCreation): readonly AccountCreationEvent[] => {
  if (creation.status !== 'free') {
    const own = creation.tenantId === command.tenantId;
    throw new DomainError(
      own ? 'CREATION_OPEN' : 'EMAIL_CLAIMED',
      own
        ? 'This tenant’s account is already being created; finish that first.'
        : `Account e-mail ${command.email} belongs to tenant ${creation.tenantId}. Change the account e-mail template so that every tenant gets its own.`,
      { field: 'accountEmail', tenantId: creation.tenantId },
    );
  }
  const { tenantId, intentId, runId, email, accountName } = command;
  return [{ type: 'AccountCreationIntended', tenantId, intentId, runId, email, accountName, intendedAt: command.meta.now }];
};

const decide = (command: AccountCreationCommand, creation: AccountCreation): readonly AccountCreationEvent[] => {
  if (command.type === 'IntendAccount') return intend(command, creation);
  const { tenantId } = open(creation, command.intentId);
  const { intentId } = command;
  switch (command.type) {
    case 'RecordRequest':
      return [{ type: 'AccountCreationStarted', tenantId, intentId, requestId: command.requestId }];
    case 'RecordAccount': {
      const { accountId, proof } = command;
      return [
        proof === 'answer'
          ? { type: 'AccountCreated', tenantId, intentId, accountId }
          : { type: 'AccountAdopted', tenantId, intentId, accountId, proof },
      ];
    }
    case 'RecordFailure':
      return [{ type: 'AccountCreationFailed', tenantId, intentId, reason: command.reason }];
  }
};

const amendLast = (intents: readonly CreationIntent[], amendment: Partial<CreationIntent>): readonly CreationIntent[] =>
  intents.map((intent, index) => (index === intents.length - 1 ? { ...intent, ...amendment } : intent));

const evolve = (creation: AccountCreation, event: AccountCreationEvent): AccountCreation => {
  const { intents } = creation;
  switch (event.type) {
    case 'AccountCreationIntended': {
      const intent = {
        intentId: event.intentId,
        intendedAt: event.intendedAt,
        accountName: event.accountName,
        requestId: undefined,
        failure: undefined,
      };
      const mine = creation.status === 'free' && creation.lastTenantId === event.tenantId ? intents : [];
      return { status: 'open', tenantId: event.tenantId, email: event.email, intents: [...mine, intent] };
    }
    case 'AccountCreationStarted':
      return { ...creation, intents: amendLast(intents, { requestId: event.requestId }) };
    case 'AccountCreated':
    case 'AccountAdopted':
      return creation.status === 'open' ? { ...creation, status: 'created', accountId: event.accountId } : creation;
    case 'AccountCreationFailed':
      return { status: 'free', lastTenantId: event.tenantId, intents: amendLast(intents, { failure: event.reason }) };
    default:
      return creation;
  }
};

/** Stream `claim-email.<keyHash(lower-case e-mail)>`: while it is open or created, no other tenant may use the e-mail. */
export const accountCreationDecider: Decider<AccountCreationCommand, AccountCreation, AccountCreationEvent> = {
  initial: { status: 'free', intents: [], lastTenantId: undefined },
  decide,
  evolve,
};
