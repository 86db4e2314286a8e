import { fromRecorded } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { centsText, parseCents } from './corrections.js';
import { loadMonth } from '../month-close/month-stream.store.js';
import type { MonthKey } from '../month-close/month-stream.store.js';
import { streams } from '../streams.js';
import { hashOfStatement, rootDigest } from './statement-hash.store.js';
import type { StatementHash } from './statement-hash.store.js';
import type { StatementEvent } from './statement.events.js';
import type { StatementQueries } from './statement-queries.view.js';
import type { StatementHeader } from './statement-rows.view.js';
import type { Statement } from './statement.js';

export interface VerifyFinding {
  /** MISSING: no stored event. EVENT_ALTERED: the stored statement is not what was hashed. VIEW_ALTERED: queries show another one. ROOT: the month's digest is another. TOTAL: its sum is. */
  readonly kind: 'MISSING' | 'EVENT_ALTERED' | 'VIEW_ALTERED' | 'ROOT' | 'TOTAL';
  readonly tenantId?: string;
  readonly message: string;
}

export interface VerifyReport extends MonthKey {
  readonly ok: boolean;
  /** 0 when the month was never closed. */
  readonly version: number;
  readonly statements: number;
  /** As the month's closing recorded it; empty when it was never closed. */
  readonly digest: string;
  readonly findings: readonly VerifyFinding[];
}

const pageSize = 200;

/** Reads every statement of the version that counts from the log and from the read model, and computes all hashes anew. @source specs/chargeback.md §4.6 V7 */
export const verifyStatements = async (store: EventStore, queries: StatementQueries, key: MonthKey): Promise<VerifyReport> => {
  const { closed } = await loadMonth(store, key);
  if (!closed) return { ...key, ok: true, version: 0, statements: 0, digest: '', findings: [] };
  const findings: VerifyFinding[] = [];
  const hashes: StatementHash[] = [];
  let total = 0n;
  for await (const header of headersOf(queries, key)) {
    const { tenantId } = header.holder;
    const stored = await storedStatement(store, key, tenantId, closed.closeId);
    if (!stored) {
      findings.push({ kind: 'MISSING', tenantId, message: `The log holds no statement of ${tenantId} for the closing of ${key.month}.` });
      continue;
    }
    const hash = hashOfStatement(stored.statement);
    hashes.push({ tenantId, hash });
    total += parseCents(stored.statement.billTotal);
    if (hash !== stored.hash)
      findings.push({ kind: 'EVENT_ALTERED', tenantId, message: `The statement of ${tenantId} in the log is not the one that was finalised.` });
    const shown = await queries.wholeStatement({ ...key, tenantId, version: header.version });
    if (!shown || hashOfStatement(shown) !== hash)
      findings.push({
        kind: 'VIEW_ALTERED',
        tenantId,
        message: `Queries show another statement of ${tenantId} than the log. Rebuild the read models.`,
      });
  }
  const { digest, figures } = closed.event;
  if (rootDigest(hashes) !== digest)
    findings.push({
      kind: 'ROOT',
      message: `The ${hashes.length} statements of ${key.month} do not give the digest of its closing, which had ${figures.statements}.`,
    });
  if (centsText(total) !== figures.total)
    findings.push({ kind: 'TOTAL', message: `The statements of ${key.month} sum to ${centsText(total)}; it was closed with ${figures.total}.` });
  return { ...key, ok: findings.length === 0, version: closed.version, statements: hashes.length, digest, findings };
};

const headersOf = async function* (queries: StatementQueries, { payerAccountId, month }: MonthKey): AsyncGenerator<StatementHeader> {
  for (let after: string | undefined; ;) {
    const page = await queries.statements({ payerAccountId, month }, { first: pageSize, ...(after === undefined ? {} : { after }) });
    yield* page.nodes;
    after = page.endCursor;
    if (!page.hasNextPage) return;
  }
};

const storedStatement = async (
  store: EventStore,
  { payerAccountId, month }: MonthKey,
  tenantId: string,
  closeId: string,
): Promise<{ readonly statement: Statement; readonly hash: string } | undefined> => {
  const { events } = await store.readStream(streams.statement(payerAccountId, month, tenantId));
  const ofClosing = events.map((event) => fromRecorded<StatementEvent>(event)).filter((event) => 'closeId' in event && event.closeId === closeId);
  const first = ofClosing.find((event) => event.type === 'StatementFinalised');
  if (!first) return undefined;
  const more = ofClosing.flatMap((event) => (event.type === 'StatementLinesFinalised' ? event.lines : []));
  return { statement: { ...first.statement, lines: [...first.statement.lines, ...more] }, hash: first.hash };
};
