import { documentOf } from './policy-document.js';
import type { PolicyDocument } from './policy-document.js';
import type { PrintedPolicies, PrintedPrincipal } from './printed-principal.js';

/** One user or role as a set-up tool applies it. */
export interface RenderedPrincipal {
  readonly id: PrintedPrincipal['id'];
  readonly kind: 'user' | 'role';
  readonly account: PrintedPrincipal['room'];
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  readonly purpose: string;
  readonly trust?: PolicyDocument;
  readonly inlinePolicies: readonly RenderedPolicy[];
  readonly managedPolicyArns: readonly string[];
}

export interface RenderedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
  /** One reason per statement, in order. */
  readonly why: readonly string[];
  readonly unknownActions?: readonly string[];
}

/** The print as data: an array of principals in the order in which they can be made. */
export const renderPrincipals = (printed: PrintedPolicies): readonly RenderedPrincipal[] =>
  printed.principals.map(({ room, inlinePolicies, ...principal }) => ({
    ...principal,
    account: room,
    inlinePolicies: inlinePolicies.map(({ name, statements }) => {
      const unknown = statements.flatMap(({ unknownActions }) => unknownActions ?? []);
      return {
        name,
        document: documentOf(statements),
        why: statements.map(({ why }) => why),
        ...(unknown.length > 0 ? { unknownActions: unknown } : {}),
      };
    }),
  }));

export const renderJson = (printed: PrintedPolicies): string => `${JSON.stringify(renderPrincipals(printed), undefined, 2)}\n`;
