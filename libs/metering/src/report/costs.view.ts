import { fromRecorded } from '@orgledger/event-store';
import type { Recorded } from '@orgledger/event-store';
import type { AnyTables, Projection } from '@orgledger/projections';
import type { Transaction } from 'kysely';
import type { CollectionEvent } from '../collection/collection.events.js';
import type { CostObservationEvent } from '../observation/observation.events.js';
import type { PayerEvent } from '../payer/payer.events.js';
import type { AccountTenancyEvent } from '../tenancy/account-tenancy.events.js';
import { holderIn } from './account-holder.js';
import { addCells, changesOf } from './cell-document.js';
import { CostLedger, sameHolder, toColumns } from './cost-ledger.view.js';
import type { Table } from './cost-ledger.view.js';
import { costTables, createCostTables } from './cost-tables.view.js';
import { DailyLedger } from './daily-ledger.view.js';

type Handled = CostObservationEvent | CollectionEvent | AccountTenancyEvent | PayerEvent;

const types = [
  'CostCellsObserved',
  'DailyCostsObserved',
  'AccountAssigned',
  'AccountReleased',
  'PayerRegistered',
] as const satisfies readonly Handled['type'][];

/**
 * Costs by account, by project and of the whole bill, moved by what each observation changes. The rows follow from the sums of the
 * newest cells and from who holds which account when, in whatever order the two were learnt: a rebuild ends with the same rows.
 */
export const costsProjection: Projection = {
  name: 'costs',
  version: 2,
  filter: { types },
  tables: costTables,
  create: createCostTables,
  apply: (tx, recorded, physical) => apply(tx, recorded, physical),
};

const apply = async (tx: Transaction<AnyTables>, recorded: Recorded, table: Table): Promise<void> => {
  const event = fromRecorded<Handled>(recorded);
  const ledger = new CostLedger(tx, table);
  switch (event.type) {
    case 'CostCellsObserved':
      return observeCells(ledger, event);
    case 'DailyCostsObserved':
      return new DailyLedger(tx, table).observe(event);
    case 'AccountAssigned':
    case 'AccountReleased':
      return changeHolder(ledger, new DailyLedger(tx, table), event, recorded.revision);
    case 'PayerRegistered':
      return ledger.put('cost_payers', 'payer', { payer: event.payerAccountId, currency: event.billingCurrency });
    default:
      return;
  }
};

const observeCells = async (ledger: CostLedger, event: CostObservationEvent): Promise<void> => {
  const key = { payer: event.payerAccountId, account: event.accountId, month: event.month };
  const [row, known] = [await ledger.account(key), await ledger.cellsOf(key)];
  const changes = changesOf(known, event.cells, event.gone);
  const holder = row
    ? { tenantId: row.tenant_id, workspace: row.workspace, project: row.project, platform: row.platform }
    : await ledger.holderOf(key);
  const name = event.accountName ?? row?.account_name ?? undefined;
  await ledger.putAccount(key, addCells(known, changes), { holder, estimated: event.estimated, ...(name === undefined ? {} : { name }) });
  await ledger.changeHolding(key, holder, changes, row ? 0 : 1);
  await ledger.changeMonth(key, changes);
};

const changeHolder = async (
  ledger: CostLedger,
  daily: DailyLedger,
  event: Extract<AccountTenancyEvent, { type: 'AccountAssigned' | 'AccountReleased' }>,
  revision: bigint,
): Promise<void> => {
  const holder =
    event.type === 'AccountAssigned'
      ? { tenantId: event.tenantId, workspace: event.workspaceIdentifier, project: event.projectIdentifier, platform: event.platformIdentifier }
      : { tenantId: '', workspace: '', project: '', platform: '' };
  const { accountId: account, from: since } = event;
  await ledger.put('cost_holders', 'change_key', {
    change_key: `${account}/${revision}`,
    account,
    since,
    revision: Number(revision),
    held: event.type === 'AccountAssigned',
    ...toColumns(holder),
  });
  const changes = await ledger.changesOf(account);
  for (const row of await ledger.monthsOf(account)) {
    const now = holderIn(row.month, changes);
    if (!sameHolder(row, now)) await ledger.move(row, now);
  }
  for (const row of await daily.monthsOf(account)) {
    const now = holderIn(row.month, changes);
    if (!sameHolder(row, now)) await daily.move(row, now);
  }
};
