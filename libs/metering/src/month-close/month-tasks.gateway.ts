import type { EventStore } from '@orgledger/event-store';
import type { Clock } from '@orgledger/kernel';
import type { ViewsDatabase } from '@orgledger/projections';
import { reconcileMonth } from '../reconciliation/reconcile-month.gateway.js';
import type { Reconciliation } from '../reconciliation/reconcile.js';
import { statementQueries } from '../statement/statement-queries.view.js';
import type { Statement } from '../statement/statement.js';
import { verifyStatements } from '../statement/verify-statements.gateway.js';
import type { VerifyReport } from '../statement/verify-statements.gateway.js';
import { closeMonth } from './close-month.gateway.js';
import type { ClosingWorld, CloseOutcome } from './close-month.gateway.js';
import { monthSources } from './month-sources.view.js';
import type { ViewsAt } from './month-sources.view.js';
import type { MonthKey } from './month-stream.store.js';
import { MonthPreviews } from './preview-month.gateway.js';
import type { MonthPreview } from './preview-month.gateway.js';
import { restateMonth } from './restate-month.gateway.js';
import type { RestateOutcome } from './restate-month.gateway.js';

/** Work over all of a month's rows: seconds of computing in a large organisation. */
export interface MonthTasks {
  close(key: MonthKey): Promise<CloseOutcome>;
  /** `cause`: id of the event that asks for it. */
  restate(key: MonthKey & { readonly cause: string }): Promise<RestateOutcome>;
  preview(key: MonthKey): Promise<MonthPreview>;
  previewStatement(key: MonthKey & { readonly tenantId: string }): Promise<Statement>;
  verify(key: MonthKey): Promise<VerifyReport>;
  reconcile(key: MonthKey): Promise<Reconciliation>;
}

export type MonthTask = keyof MonthTasks;

/** The work itself, in whatever thread it is called. */
export const monthTasks = (store: EventStore, views: ViewsDatabase, clock: Clock): MonthTasks => {
  const read = views.read as ViewsAt;
  const world: ClosingWorld = { store, clock, sources: monthSources(read, store) };
  const previews = new MonthPreviews(world);
  const queries = statementQueries(read);
  return {
    close: (key) => closeMonth(world, key),
    restate: ({ cause, ...key }) => restateMonth(world, key, cause),
    preview: (key) => previews.preview(key),
    previewStatement: ({ tenantId, ...key }) => previews.statement(key, tenantId),
    verify: (key) => verifyStatements(store, queries, key),
    reconcile: (key) => reconcileMonth(world, key),
  };
};
