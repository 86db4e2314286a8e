import type { Tags } from '../shared-types.js';

/** What a payment method is. `amount` and `currency` come together. */
export interface PaymentMethodContent {
  readonly displayName: string;
  /** What it is good for in all: decimal text with two digits. Nothing stops when it is used up; budgets warn. */
  readonly amount?: string;
  /** ISO 4217. */
  readonly currency?: string;
  /** Last day on which it pays, `YYYY-MM-DD` in UTC. */
  readonly expiresOn?: string;
  readonly tags: Tags;
}

interface PaymentMethodKey {
  readonly workspaceIdentifier: string;
  readonly paymentMethodIdentifier: string;
}

/**
 * Stream `paymentmethod-<workspace>`: all methods of a workspace and which project uses which, so that a method in use is never deleted
 * and one that expires is replaced in one append.
 */
export type PaymentMethodEvent =
  | (PaymentMethodKey & PaymentMethodContent & { readonly type: 'PaymentMethodCreated' })
  | (PaymentMethodKey & PaymentMethodContent & { readonly type: 'PaymentMethodChanged' })
  | (PaymentMethodKey & { readonly type: 'PaymentMethodExpired'; readonly expiresOn: string })
  | (PaymentMethodKey & { readonly type: 'PaymentMethodDeleted'; readonly reason: string })
  /** From now on the project pays by this method, and by the substitute once that expires; by none when there is none. */
  | {
      readonly type: 'ProjectPaymentMethodAssigned';
      readonly workspaceIdentifier: string;
      readonly projectIdentifier: string;
      readonly paymentMethodIdentifier?: string;
      readonly substituteIdentifier?: string;
      readonly why: 'set' | 'substitutePromoted';
    };
