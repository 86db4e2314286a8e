import type { DomainCommand } from '@orgledger/kernel';
import type { Tags } from '../shared-types.js';

interface OfWorkspace extends DomainCommand {
  readonly workspaceIdentifier: string;
}

interface PaymentMethodContentInput {
  readonly displayName: string;
  readonly amount?: string;
  readonly currency?: string;
  /** Last day on which it pays, `YYYY-MM-DD`; absent: it does not expire. */
  readonly expiresOn?: string;
  readonly tags?: Tags;
  /** True when the actor is a platform operator: only then restricted tags may be set. */
  readonly asOperator?: boolean;
}

export interface CreatePaymentMethod extends OfWorkspace, PaymentMethodContentInput {
  readonly type: 'CreatePaymentMethod';
  /** Lowercase letters, digits and single inner hyphens, 1–30 characters; unique in its workspace, never changes, never given again. */
  readonly paymentMethodIdentifier: string;
}

/** Replaces all of it but its identifier. One that has expired pays again when it gets a later day. */
export interface ChangePaymentMethod extends OfWorkspace, PaymentMethodContentInput {
  readonly type: 'ChangePaymentMethod';
  readonly paymentMethodIdentifier: string;
}

/** Refused while a project uses it, as its method or as its substitute. */
export interface DeletePaymentMethod extends OfWorkspace {
  readonly type: 'DeletePaymentMethod';
  readonly paymentMethodIdentifier: string;
  readonly reason: string;
}

/** Replaces a project's method and its substitute; without either the project has none. */
export interface AssignPaymentMethod extends OfWorkspace {
  readonly type: 'AssignPaymentMethod';
  readonly projectIdentifier: string;
  readonly paymentMethodIdentifier?: string;
  readonly substituteIdentifier?: string;
}

/** The daily job's: records what has expired in a workspace and promotes substitutes. Nothing when nothing is due. */
export interface ExpirePaymentMethods extends OfWorkspace {
  readonly type: 'ExpirePaymentMethods';
}

export type PaymentMethodCommand = CreatePaymentMethod | ChangePaymentMethod | DeletePaymentMethod | AssignPaymentMethod | ExpirePaymentMethods;
