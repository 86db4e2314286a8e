import { createHash } from 'node:crypto';
import { DomainError } from '@orgledger/kernel';
import type { CommandMetadata } from '@orgledger/kernel';
import type { ReadCommitment } from '../commitment/read-commitment.js';
import { readReservation, readSavingsPlan } from '../commitment/read-commitment.js';
import type { CommitmentObservation } from '../commitment/commitment-observation.decider.js';
import { storeCommitment } from '../commitment/store-commitments.gateway.js';
import type { Month } from '../month.js';
import { countCells } from '../observation/observation.view.js';
import { storeCosts } from '../observation/store-costs.gateway.js';
import { callKey } from './paged-reader.gateway.js';
import type { PagedReader } from './paged-reader.gateway.js';
import { commitmentCalls, costCalls } from './call-plan.js';
import type { CommitmentReads, CostCall } from './call-plan.js';
import type { RecordMonth } from './collection.commands.js';
import type { CollectionFinding } from './collection.events.js';
import { accountLeft, amortizationDisagrees, clockSkew, commitmentUnreadable, monthMissing, shortened } from './findings.js';
import { MonthReading } from './month-reading.js';
import type { MonthCosts } from './month-reading.js';
import type { Pull } from './pull.gateway.js';
import { readUsage } from './commitment-usage.gateway.js';

export interface MonthWish extends CommitmentReads {
  readonly month: Month;
  /** Whether who used each commitment is read, too, as far as the budget lets it. */
  readonly usage: boolean;
}

export type MonthOutcome =
  | { readonly outcome: 'observed'; readonly month: Omit<RecordMonth, 'type' | 'meta'> }
  /** Nothing of the month is stored: what was known of it stays. */
  | { readonly outcome: 'notObserved'; readonly finding: CollectionFinding };

/** Reads one month whole, and stores what it changes. Dies the process anywhere, the same pull does the same again from the pages it has. */
export const collectMonth = async (pull: Pull, wish: MonthWish): Promise<MonthOutcome> => {
  const { month } = wish;
  const { costs, calls } = await readCosts(pull, month);
  const pulledAt = (await pull.cache.since(pull.pullId, calls.map(callKey))) ?? pull.clock.now().toISOString();
  if (costs === undefined && (await countCells(pull.views.read, pull.payer.payerAccountId, month)).size > 0)
    return { outcome: 'notObserved', finding: monthMissing(month) };
  const commitments = await readCommitments(pull, wish, pulledAt);
  const meta = pull.metaOf(`costs ${month}`);
  await pull.caughtUp();
  const { payerAccountId } = pull.payer;
  const cells = costs?.cells ?? new Map<string, string>();
  const accountNames = new Map([...(costs?.accountNames ?? []), ...pull.accountNames]);
  const of = { payerAccountId, month, pullId: pull.pullId, pulledAt, estimated: costs?.estimated ?? true };
  const stored = await storeCosts(pull.store, pull.views.read, { ...of, cells, accountNames }, meta);
  await storeCommitments(pull, commitments.accepted, meta);
  return {
    outcome: 'observed',
    month: {
      month,
      pulledAt,
      estimated: of.estimated,
      digest: digestOf(cells, commitments.accepted),
      accounts: cells.size,
      changedAccounts: stored.changedAccounts,
      totals: costs?.totals ?? { unblended: '0', amortized: '0', netUnblended: '0', netAmortized: '0' },
      findings: shortened([
        ...(costs?.findings ?? []),
        ...commitments.findings,
        ...[...cells.keys()].filter((accountId) => !pull.accountNames.has(accountId)).map((accountId) => accountLeft(month, accountId)),
        ...(stored.datedAhead === undefined ? [] : [clockSkew(month, stored.datedAhead, pulledAt)]),
      ]),
    },
  };
};

/** `costs`: undefined when Cost Explorer has nothing for the month. Throws DomainError for amounts that cannot be read. */
const readCosts = async (pull: Pull, month: Month): Promise<{ readonly costs: MonthCosts | undefined; readonly calls: readonly CostCall[] }> => {
  const { reader, payer } = pull;
  const reading = new MonthReading(month, payer.billingCurrency);
  const listed = new Set<string>();
  for await (const page of reader.read(costCalls.recordTypes(month) as Extract<CostCall, { operation: 'GetDimensionValues' }>))
    for (const recordType of page) listed.add(recordType);
  const read = async (call: CostCall, take: Parameters<typeof takePages>[2]): Promise<void> => takePages(reader, call, take);
  await read(costCalls.total(month), (page) => reading.addTotal(page));
  await read(costCalls.accountsByRecordType(month), (page) => reading.addRecordTypes(page));
  // What D1 lists and what C1 shows should be the same; a type that only one of them has must not be lost.
  for (const recordType of new Set([...listed, ...reading.recordTypes()]))
    await read(costCalls.services(month, recordType), (page) => reading.addServices(page, recordType));
  const sold = new Set<string>();
  await read(costCalls.marketplaceRecordTypes(month), (page) => {
    for (const { groups } of page.results) for (const { keys } of groups) sold.add(keys[1] ?? '');
  });
  for (const recordType of sold)
    await read(costCalls.marketplaceServices(month, recordType), (page) => reading.addMarketplaceServices(page, recordType));
  return { costs: reading.isEmpty ? undefined : reading.finish(), calls: [costCalls.recordTypes(month), costCalls.total(month)] };
};

const takePages = async (reader: PagedReader, call: CostCall, take: (page: Parameters<MonthReading['addTotal']>[0]) => void): Promise<void> => {
  if (call.operation !== 'GetCostAndUsage') throw new TypeError(`${call.operation} has no costs`);
  for await (const page of reader.read(call)) take(page);
};

interface PulledCommitments {
  readonly accepted: readonly CommitmentObservation[];
  readonly findings: readonly CollectionFinding[];
}

const readCommitments = async (pull: Pull, wish: MonthWish, pulledAt: string): Promise<PulledCommitments> => {
  const { month } = wish;
  const accepted: CommitmentObservation[] = [];
  const findings: CollectionFinding[] = [];
  const take = (type: 'ReservationObserved' | 'SavingsPlanObserved', read: () => ReadCommitment): void => {
    try {
      const { terms, utilization, disagreement } = read();
      const { commitmentId } = terms;
      if (disagreement) findings.push(amortizationDisagrees(month, commitmentId, disagreement));
      else accepted.push({ type, payerAccountId: pull.payer.payerAccountId, commitmentId, pullId: pull.pullId, pulledAt, month, terms, utilization });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      findings.push(commitmentUnreadable(month, error.message, String(error.details.commitmentId)));
    }
  };
  // By the time of the pull, not of this attempt: the same pages are asked for after a restart.
  for (const call of commitmentCalls(month, pull.startedAt, wish)) {
    if (call.operation === 'GetReservationUtilization')
      for await (const rows of pull.reader.read(call)) for (const row of rows) take('ReservationObserved', () => readReservation(row));
    if (call.operation === 'GetSavingsPlansUtilizationDetails')
      for await (const rows of pull.reader.read(call)) for (const row of rows) take('SavingsPlanObserved', () => readSavingsPlan(row));
  }
  if (!wish.usage) return { accepted, findings };
  const usage = await readUsage(pull, month, accepted, pulledAt);
  return { accepted: [...accepted, ...usage.observed], findings: [...findings, ...usage.findings] };
};

const storeCommitments = async (pull: Pull, observations: readonly CommitmentObservation[], meta: CommandMetadata): Promise<void> => {
  const ids = new Set(observations.map(({ commitmentId }) => commitmentId));
  for (const id of ids)
    await storeCommitment(
      pull.store,
      observations.filter(({ commitmentId }) => commitmentId === id),
      meta,
    );
};

/** SHA-256 over cells by account and commitments by id: the same content gives the same digest, whichever pull read it. Who used a commitment is not always read, and left out. */
const digestOf = (cells: ReadonlyMap<string, string>, commitments: readonly CommitmentObservation[]): string => {
  const hash = createHash('sha256');
  for (const accountId of [...cells.keys()].sort()) hash.update(`${accountId}\n${cells.get(accountId) ?? ''}\n`);
  const texts = commitments.flatMap((event) =>
    event.type === 'CommitmentUsageObserved' ? [] : [JSON.stringify([event.commitmentId, event.terms, event.utilization])],
  );
  for (const text of texts.sort()) hash.update(`${text}\n`);
  return hash.digest('hex');
};
