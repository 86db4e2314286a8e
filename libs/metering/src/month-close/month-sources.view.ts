import { createHash } from 'node:crypto';
import { canonicalJson } from '@orgledger/event-store';
import type { EventStore, Json } from '@orgledger/event-store';
import { DomainError, parseUnits } from '@orgledger/kernel';
import { fromJson } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { decodeCells } from '../observation/cells.js';
import type { CostCell, MonthInputs } from '../statement/month-inputs.js';
import type { LineKind } from '../statement/statement.js';
import type { StatementTables } from '../statement/statements.view.js';
import type { AccountTenancyTables } from '../tenancy/account-tenancy.view.js';
import type { HolderFactTables } from '../tenancy/holder-facts.view.js';
import { payerQueries } from '../payer/payer.view.js';
import type { PayerTables, PayerView } from '../payer/payer.view.js';
import type { Month } from '../month.js';
import { commitmentsOfMonth } from './commitment-sources.view.js';
import { correctionsDue } from './correction-sources.view.js';
import { closeFactsOf } from './fact-sources.view.js';
import { holdersFor } from './holder-sources.view.js';
import { MonthSettings } from './month-settings.store.js';
import type { FixedInputs, InputDigests, MonthSnapshot, MonthSources } from './month-sources.js';
import type { Posting } from './month.events.js';
import type { FixedRate } from '../rates/rates.events.js';

/** The read models that a closing reads, at one moment. */
export type ViewsAt = Kysely<PayerTables & StatementTables & AccountTenancyTables & HolderFactTables>;

/** One account's cells, encoded. */
export interface AccountMonth {
  readonly accountId: string;
  readonly encoded: string;
}

/** Inputs of months from the read models and the log. */
export const monthSources = (views: ViewsAt, store: EventStore): MonthSources => ({
  snapshot: (payerAccountId, month, fixed) => atOneMoment(views, (db) => readSnapshot(db, store, payerAccountId, month, fixed)),
  closedPostings: (payerAccountId, month) => closedPostings(views, payerAccountId, month),
});

/** A read transaction: what projections commit meanwhile is not seen. `deferred`, so that it locks nobody out. */
const atOneMoment = <Result>(views: ViewsAt, read: (db: ViewsAt) => Promise<Result>): Promise<Result> =>
  views.connection().execute(async (db) => {
    await sql.raw('BEGIN DEFERRED').execute(db);
    try {
      return await read(db);
    } finally {
      await sql.raw('COMMIT').execute(db);
    }
  });

const readSnapshot = async (
  db: ViewsAt,
  store: EventStore,
  payerAccountId: string,
  month: Month,
  fixed: FixedInputs | undefined,
): Promise<MonthSnapshot> => {
  const payer = await payerQueries(db).payer(payerAccountId);
  if (!payer)
    throw new DomainError(
      'PAYER_NOT_FOUND',
      `There is no payer account ${payerAccountId}. \`orgledger payer list\` shows those that are registered.`,
      {
        field: 'payerAccountId',
      },
    );
  const settings = new MonthSettings(store, payerAccountId);
  const policy = fixed?.policy ?? (await settings.policy(month));
  const accounts = await readAccounts(db, payerAccountId, month);
  const { facts, costsDigest, totals } = await closeFactsOf(db, payerAccountId, month);
  const commitments = await commitmentsOfMonth(db, settings, payerAccountId, month);
  const externalCosts = await settings.externalCosts(month);
  const corrections = await correctionsDue(db, payerAccountId, month);
  const bearers = [
    ...corrections.map(({ tenantId }) => tenantId),
    ...commitments.flatMap(({ holderTenantId, novations }) => [
      ...(holderTenantId === undefined ? [] : [holderTenantId]),
      ...novations.filter((novation) => novation.month === month).map(({ fromTenantId }) => fromTenantId),
    ]),
    ...externalCosts.map(({ tenantId }) => tenantId),
    ...(policy.platformTenantId === undefined ? [] : [policy.platformTenantId]),
  ];
  const { tenantOf, holders, endedTenantIds } = await holdersFor(db, payerAccountId, month, accounts, bearers);
  const invoice = await settings.invoice(month);

  const { billingCurrency } = payer;
  const used = currenciesUsed(holders, policy.currencies, billingCurrency, invoice?.currency);
  const rates = fixed?.rates ?? (await ratesOf(settings, billingCurrency, [...used.keys()], month));
  const known = new Set(rates.map(({ quote }) => quote));
  const missingRates = [...used].flatMap(([quote, workspaces]) => (known.has(quote) ? [] : [{ base: billingCurrency, quote, workspaces }]));

  const inputs: MonthInputs = {
    payerAccountId,
    billingCurrency,
    month,
    cells: cellsOf(accounts, payer.costs),
    commitments,
    tenantOf: (accountId) => tenantOf.get(accountId),
    holders,
    endedTenantIds,
    policy,
    rates: new Map(rates.map((rate) => [rate.quote, rate])),
    externalCosts,
    corrections,
    ...(invoice
      ? {
          invoice: {
            total: invoice.total,
            invoiceId: invoice.invoiceId,
            currency: invoice.currency,
            ...(invoice.lines.length > 0 ? { lineCount: invoice.lines.length } : {}),
          },
        }
      : {}),
    ...(totals ? { observedTotals: pick(totals, payer.costs) } : {}),
  };
  return { inputs, rates, facts: { ...facts, missingRates }, digests: digestsOf(inputs, rates, accounts, tenantOf, costsDigest) };
};

const readAccounts = async (db: ViewsAt, payerAccountId: string, month: Month): Promise<readonly AccountMonth[]> => {
  const { rows } = await sql<{ account_id: string; cells: string }>`SELECT account_id, cells FROM metering_cells
    WHERE payer_account_id = ${payerAccountId} AND month = ${month} AND cells <> '[]' ORDER BY account_id`.execute(db);
  return rows.map(({ account_id, cells }) => ({ accountId: account_id, encoded: cells }));
};

/** Decoded as they are asked for: a large month's cells do not lie in memory as objects. */
const cellsOf = (accounts: readonly AccountMonth[], costs: PayerView['costs']): Iterable<CostCell> => ({
  *[Symbol.iterator]() {
    for (const { accountId, encoded } of accounts)
      for (const cell of decodeCells(encoded)) {
        const { recordType, service, marketplace } = cell;
        yield { accountId, recordType, service, marketplace, ...pick(cell, costs) };
      }
  },
});

interface Metrics {
  readonly unblended: string;
  readonly amortized: string;
  readonly netUnblended?: string;
  readonly netAmortized?: string;
}

/** The metrics that the payer chose; where AWS sends no net ones, there are no discounts to fold in. */
const pick = ({ unblended, amortized, netUnblended, netAmortized }: Metrics, costs: PayerView['costs']) =>
  costs === 'net'
    ? { unblended: parseUnits(netUnblended ?? unblended), amortized: parseUnits(netAmortized ?? amortized) }
    : { unblended: parseUnits(unblended), amortized: parseUnits(amortized) };

/** Workspaces by the currency that they are billed in, without the billing currency. */
const currenciesUsed = (
  holders: MonthInputs['holders'],
  currencies: Readonly<Record<string, string>>,
  billingCurrency: string,
  invoiceCurrency: string | undefined,
): ReadonlyMap<string, readonly string[]> => {
  const used = new Map<string, Set<string>>();
  const add = (currency: string | undefined, who: string): void => {
    if (currency === undefined || currency === billingCurrency) return;
    used.set(currency, (used.get(currency) ?? new Set<string>()).add(who));
  };
  for (const { workspaceIdentifier } of holders.values())
    if (workspaceIdentifier !== undefined) add(currencies[workspaceIdentifier], `workspace ${workspaceIdentifier}`);
  add(invoiceCurrency, 'the invoice');
  return new Map([...used].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([currency, who]) => [currency, [...who].toSorted()]));
};

const ratesOf = async (settings: MonthSettings, base: string, quotes: readonly string[], month: Month): Promise<readonly FixedRate[]> => {
  const rates = await Promise.all(quotes.map((quote) => settings.rate(base, quote, month)));
  return rates.filter((rate) => rate !== undefined);
};

const bigintsAsText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

const digestsOf = (
  inputs: MonthInputs,
  rates: readonly FixedRate[],
  accounts: readonly AccountMonth[],
  tenantOf: ReadonlyMap<string, string>,
  costsDigest: string,
): InputDigests => {
  const { payerAccountId, billingCurrency, month, commitments, policy, externalCosts, corrections, invoice, observedTotals, holders } = inputs;
  const bill = createHash('sha256');
  const add = (value: unknown): void => {
    bill.update(canonicalJson(JSON.parse(JSON.stringify(value, bigintsAsText)) as Json)).update('\n');
  };
  add({ payerAccountId, billingCurrency, month, policy, rates, externalCosts, commitments, observedTotals: observedTotals ?? null });
  add(
    [...holders.values()].map(({ tenantId, workspaceIdentifier = '', landingZoneIdentifier = '' }) => [
      tenantId,
      workspaceIdentifier,
      landingZoneIdentifier,
    ]),
  );
  add([...(inputs.endedTenantIds ?? [])].toSorted());
  for (const { accountId, encoded } of accounts) bill.update(`${accountId} ${tenantOf.get(accountId) ?? ''} ${encoded}\n`);
  const additions = createHash('sha256').update(
    canonicalJson({ corrections, invoice: invoice ?? null, holders: [...holders.values()] } as unknown as Json),
  );
  return { costsDigest, inputsDigest: bill.digest('hex'), additionsDigest: additions.digest('hex') };
};

const closedPostings = async (db: ViewsAt, payerAccountId: string, month: Month): Promise<readonly Posting[]> => {
  const { rows } = await sql<{ tenant_id: string; header: string }>`SELECT tenant_id, header FROM metering_statements
    WHERE payer_account_id = ${payerAccountId} AND month = ${month} AND state = 'current' ORDER BY tenant_id`.execute(db);
  return rows.flatMap(({ tenant_id, header }) =>
    Object.entries(fromJson<{ postings: Partial<Record<LineKind, string>> }>(header).postings).map(([kind, amount]) => ({
      month,
      tenantId: tenant_id,
      kind: kind as LineKind,
      amount,
    })),
  );
};
