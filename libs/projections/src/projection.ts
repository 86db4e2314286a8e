import type { EventFilter, Recorded } from '@orgledger/event-store';
import type { Kysely, Transaction } from 'kysely';

/** Every context narrows this to its own tables: `views.read as Kysely<TenantTables>`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyTables = any;

/**
 * A read model. Tables carry the version in their physical name (`tenants_v2`) and are reached by their logical name through a SQL view
 * of that name, which a finished rebuild switches in one transaction: queries always say `tenants`; `create` and `apply` get `physical`.
 */
export interface Projection {
  readonly name: string;
  /** Raised when tables or `apply` change: the next start rebuilds beside the old version and then switches. */
  readonly version: number;
  readonly filter: EventFilter;
  /** Logical table names this projection owns. */
  readonly tables: readonly string[];
  create(db: Kysely<AnyTables>, physical: (table: string) => string): Promise<void>;
  /** Rows of one event, in the transaction that also moves the checkpoint. No side effects. A throw stops this projection and is reported; it is never skipped. */
  apply(tx: Transaction<AnyTables>, event: Recorded, physical: (table: string) => string): Promise<void>;
}
