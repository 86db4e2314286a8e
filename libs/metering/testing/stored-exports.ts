import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryEventStore, toNewEvent } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { metadataOf, systemClock, uuidv5 } from '@orgledger/kernel';
import { openViews, ProjectionRunner } from '@orgledger/projections';
import type { StatementDocument } from '../src/exports/export-document.js';
import { meteringProjections } from '../src/index.js';
import type { MeteringEvent } from '../src/index.js';
import { statementIdOf } from '../src/statement/statement-rows.view.js';
import { storeStatement } from '../src/statement/store-statement.store.js';
import { streams } from '../src/streams.js';
import { sampleCommitments } from './sample-documents.js';
import { sampleAccounts, sampleMonth, samplePayer } from './sample-month.js';
import { samplePayerExternalId, samplePayerSettings } from './settings-samples.js';

const namespace = '9a1d4a5e-6a66-5a38-8f0e-2b8a6c1d7e10';
const { payerAccountId } = samplePayer;
const month = '2026-06';
const pulledAt = '2026-07-07T03:00:00.000Z';
const meta = { commandId: namespace, actor: { kind: 'system', id: 'test' }, now: '2026-07-08T04:00:00.000Z', correlationId: namespace } as const;
const metadata = metadataOf(meta);

const append = async (store: EventStore, stream: string, ...events: readonly MeteringEvent[]): Promise<void> => {
  await store.append(
    stream,
    'any',
    events.map((event, at) => toNewEvent(event, uuidv5(namespace, `${stream} ${at}`), metadata)),
  );
};

const observedCommitment = (facts: (typeof sampleCommitments)[number]): readonly MeteringEvent[] => {
  const of = { payerAccountId, commitmentId: facts.terms.commitmentId, pullId: namespace, pulledAt, month };
  const type = facts.terms.kind === 'savingsPlan' ? 'SavingsPlanObserved' : 'ReservationObserved';
  return [
    ...(facts.utilization ? [{ ...of, type, terms: facts.terms, utilization: facts.utilization } as const] : []),
    ...(facts.usage ? [{ ...of, type: 'CommitmentUsageObserved', usage: facts.usage } as const] : []),
  ];
};

/** The sample payer with its cells, commitments and invoice of June 2026. */
export const storePayer = async (store: EventStore): Promise<void> => {
  await append(store, streams.payer(payerAccountId), {
    type: 'PayerRegistered',
    ...samplePayerSettings,
    displayName: samplePayer.displayName,
    payerAccountId,
    externalId: samplePayerExternalId,
    billingCurrency: 'USD',
  });
  for (const { accountId, accountName, cells } of sampleAccounts)
    await append(store, streams.costs(payerAccountId, accountId, month), {
      type: 'CostCellsObserved',
      ...{ payerAccountId, accountId, month, pullId: namespace, pulledAt, estimated: false, cells, gone: [] },
      ...(accountName === undefined ? {} : { accountName }),
    });
  for (const facts of sampleCommitments)
    await append(store, streams.commitment(payerAccountId, facts.terms.commitmentId), ...observedCommitment(facts));
  await append(store, streams.invoice(payerAccountId, month), {
    type: 'InvoiceReceived',
    ...{ payerAccountId, month, invoiceId: sampleMonth.payer.invoiceId ?? '', currency: 'USD', total: '32838.38', lines: [] },
  });
};

/** Stores statements of June 2026 as its closing does, and answers the documents that exports then read. Each needs a tenant of its own. */
export const storeStatements = async (store: EventStore, documents: Iterable<StatementDocument>): Promise<readonly StatementDocument[]> => {
  const closeId = uuidv5(namespace, 'close');
  const stored: StatementDocument[] = [];
  for (const document of documents) {
    const hash = await storeStatement(store, { closeId, version: 1, metadata }, document.statement);
    const statementId = statementIdOf(payerAccountId, month, document.statement.holder.tenantId, 1);
    stored.push({ ...document, statementId, hash, finalisedAt: meta.now });
  }
  await append(store, streams.month(payerAccountId, month), {
    type: 'MonthClosed',
    ...{ payerAccountId, month, closeId, version: 1, digest: '', checks: [] },
    figures: { statements: stored.length, lines: 0, total: '0.00', exact: '0', revenue: '0.00', corrections: '0.00' },
  });
  return stored.toSorted((a, b) => (a.statementId < b.statementId ? -1 : 1));
};

export interface StoredExports {
  readonly viewsFile: string;
  readonly documents: readonly StatementDocument[];
  readonly remove: () => void;
}

/** Read models of the sample payer and these statements, in a file that nothing writes to any more. */
export const storedExports = async (documents: Iterable<StatementDocument>): Promise<StoredExports> => {
  const folder = mkdtempSync(join(tmpdir(), 'orgledger-exports-'));
  const viewsFile = join(folder, 'views.sqlite');
  const store = createMemoryEventStore();
  await storePayer(store);
  const stored = await storeStatements(store, documents);
  const views = openViews({ file: viewsFile });
  const runner = new ProjectionRunner({ store, views, clock: systemClock, projections: meteringProjections, pollMs: 5 });
  await runner.start();
  if (!(await runner.waitFor(await store.head(), { timeoutMs: 60_000 }))) throw new Error(JSON.stringify(runner.status()));
  await runner.stop();
  await views.close();
  const remove = (): void => {
    rmSync(folder, { recursive: true });
  };
  return { viewsFile, documents: stored, remove };
};
