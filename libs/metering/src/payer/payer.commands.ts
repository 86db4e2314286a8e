import type { DomainCommand } from '@orgledger/kernel';
import type { PayerSettingsInput } from './payer.events.js';

export interface RegisterPayer extends DomainCommand {
  readonly type: 'RegisterPayer';
  /** Twelve digits: the account that AWS bills. */
  readonly payerAccountId: string;
  /** A registered platform whose management account this is. */
  readonly platformIdentifier: string;
  readonly settings: PayerSettingsInput;
  /** 32 random bytes as 43 characters base64url, made at the edge. */
  readonly generatedExternalId: string;
}

/** Replaces all settings. `costs` stays as it is once costs were collected. */
export interface ChangePayerSettings extends DomainCommand {
  readonly type: 'ChangePayerSettings';
  readonly payerAccountId: string;
  readonly settings: PayerSettingsInput;
}

/** Collection fails until the role's trust names the new value. */
export interface ReplacePayerExternalId extends DomainCommand {
  readonly type: 'ReplacePayerExternalId';
  readonly payerAccountId: string;
  readonly generatedExternalId: string;
}

/** Ends collection; what was collected and closed stays. */
export interface RemovePayer extends DomainCommand {
  readonly type: 'RemovePayer';
  readonly payerAccountId: string;
  readonly reason: string;
}

export type PayerCommand = RegisterPayer | ChangePayerSettings | ReplacePayerExternalId | RemovePayer;
