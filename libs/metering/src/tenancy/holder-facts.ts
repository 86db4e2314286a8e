import type { Tags } from '@orgledger/governance';
import type { StatementHolder } from '../statement/statement.js';
import type { TenantRef } from './account-tenancy.events.js';

/** A tenant at some instant. It stands once it has its account. */
export interface TenantFacts {
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly platformIdentifier: string;
  readonly landingZoneIdentifier: string;
  readonly stands: boolean;
}

/** What a project pays by at some instant: a method that pays on that day. */
export interface PaymentFacts {
  readonly identifier: string;
  readonly displayName: string;
  readonly tags: Tags;
}

export interface OwnerFacts {
  readonly tags: Tags;
  /** Of projects. */
  readonly payment?: PaymentFacts;
}

/** What governance said at one instant, by key: tenant id, workspace, `workspace/project`. */
export interface HolderFacts {
  readonly tenants: ReadonlyMap<string, TenantFacts>;
  readonly workspaces: ReadonlyMap<string, OwnerFacts>;
  readonly projects: ReadonlyMap<string, OwnerFacts>;
}

export const projectKey = (workspaceIdentifier: string, projectIdentifier: string): string => `${workspaceIdentifier}/${projectIdentifier}`;

/** What a statement keeps of its holder. `ref`: where the account's history places a tenant that governance does not know. */
export const holderOf = (tenantId: string, facts: HolderFacts, ref?: TenantRef): StatementHolder => {
  const tenant = facts.tenants.get(tenantId);
  const { workspaceIdentifier, projectIdentifier, platformIdentifier } = tenant ?? ref ?? {};
  if (workspaceIdentifier === undefined || projectIdentifier === undefined || platformIdentifier === undefined) return { tenantId, tags: {} };
  const workspace = facts.workspaces.get(workspaceIdentifier);
  const project = facts.projects.get(projectKey(workspaceIdentifier, projectIdentifier));
  const payment = project?.payment;
  return {
    tenantId,
    workspaceIdentifier,
    projectIdentifier,
    platformIdentifier,
    ...(tenant ? { landingZoneIdentifier: tenant.landingZoneIdentifier } : {}),
    // As on the account: project before payment method before workspace. @source specs/governance.md "Tags on accounts"
    tags: { ...workspace?.tags, ...payment?.tags, ...project?.tags },
    ...(payment ? { paymentMethod: { identifier: payment.identifier, displayName: payment.displayName } } : {}),
  };
};

/** Every tenant that stands, or bears costs of the month, by id. */
export const holdersOf = (facts: HolderFacts, bearers: Iterable<TenantRef>): ReadonlyMap<string, StatementHolder> => {
  const holders = new Map<string, StatementHolder>();
  for (const [tenantId, { stands }] of facts.tenants) if (stands) holders.set(tenantId, holderOf(tenantId, facts));
  for (const ref of bearers) if (!holders.has(ref.tenantId)) holders.set(ref.tenantId, holderOf(ref.tenantId, facts, ref));
  return holders;
};
