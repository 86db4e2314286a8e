import type { Recorded } from '@orgledger/event-store';
import type { Actor } from '@orgledger/kernel';
import type { NamingTemplates } from './platform-settings.js';
import type { TenantSnapshot } from './tenant-snapshot.js';

/** `first`: 1–200, default 50. `after`: the `endCursor` of the page before. */
export interface PageRequest {
  readonly first?: number;
  readonly after?: string;
}

export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly endCursor: string | undefined;
  readonly hasNextPage: boolean;
  readonly totalCount: number;
}

/** One stored event of an object, newest first. */
export interface HistoryEntry {
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
  readonly type: string;
  readonly at: string;
  readonly actor: Actor;
  readonly commandId: string;
  readonly reason?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface SnapshotPage {
  readonly snapshots: readonly TenantSnapshot[];
  /** Give it as `after` to get the next page; undefined at the end. */
  readonly next: string | undefined;
}

/** What replication reads of governance. */
export interface TenantSnapshotQueries {
  /** Undefined when there is no such tenant. */
  tenantSnapshot(tenantId: string): Promise<TenantSnapshot | undefined>;
  /** All replicated tenants of a platform, in a stable order; a page costs a handful of queries. `limit`: default 500. */
  tenantSnapshots(request: { readonly platformIdentifier: string; readonly after?: string; readonly limit?: number }): Promise<SnapshotPage>;
  /**
   * The tenants whose desired state an event touches, by the read model as it stands: ask once the model has applied the event.
   * Empty for events that change nothing in AWS.
   */
  tenantsAffectedBy(event: Recorded): Promise<readonly string[]>;
}

/** Names that a set of templates gives a tenant, with what is wrong with each. */
export interface TemplatePreview {
  readonly tenantId?: string;
  readonly fields: readonly {
    readonly field: keyof NamingTemplates;
    readonly value: string;
    readonly problem?: string;
  }[];
}

export interface TemplateCollision {
  readonly field: keyof NamingTemplates;
  readonly value: string;
  readonly tenantIds: readonly string[];
}
