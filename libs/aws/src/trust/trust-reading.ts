import type { PolicyDocument } from '../policies/policy-document.js';

export type TrustFindingCode =
  | 'UNREADABLE'
  | 'PRINCIPAL_MISSING'
  | 'EXTERNAL_ID_MISSING'
  | 'EXTERNAL_ID_WEAK_OPERATOR'
  | 'EXTERNAL_ID_FOREIGN'
  | 'WILDCARD_PRINCIPAL'
  | 'ACCOUNT_ROOT_PRINCIPAL'
  | 'FOREIGN_PRINCIPAL'
  | 'DELETED_PRINCIPAL'
  | 'FEDERATED_PRINCIPAL'
  | 'SERVICE_PRINCIPAL'
  | 'NOT_PRINCIPAL'
  | 'NOT_ACTION'
  | 'BREAK_GLASS_PRINCIPAL';

export interface TrustFinding {
  readonly code: TrustFindingCode;
  readonly severity: 'error' | 'warning' | 'info';
  /** Which statement, by Sid or by number from 1; absent when the whole document is meant. */
  readonly statement?: string;
  readonly message: string;
  readonly remedy: string;
}

/** Who may enter the role, and with what. Break-glass roles may enter without an ExternalId. */
export interface ExpectedTrust {
  readonly principalArn: string;
  /** The current ExternalId, and the previous one during a rotation. */
  readonly externalIds: readonly string[];
  readonly breakGlassRoleArns: readonly string[];
}

export interface TrustReading {
  readonly verdict: 'secure' | 'insecure';
  readonly findings: readonly TrustFinding[];
  /** The trust policy to use instead. */
  readonly useInstead: PolicyDocument;
}
