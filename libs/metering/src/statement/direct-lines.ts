import type { Units } from '@orgledger/kernel';
import type { BillingPolicy, SettledKind, Settlement } from '../policy/billing-policy.js';
import { draftLine } from './draft-line.js';
import type { DraftLine } from './draft-line.js';
import type { Ledgers, TenantLedger } from './ledger.js';
import { holdsUpfrontFees, knownKind } from './line-kinds.js';
import type { CostCell } from './month-inputs.js';
import { unassigned } from './statement.js';
import type { LineKind } from './statement.js';

/** What one pass over the cells found, counted apart from the lines it made: the checks compare both. */
export interface CellTotals {
  cells: number;
  /** Cells with a cost on either basis. */
  costly: number;
  unblended: Units;
  amortized: Units;
  /** Upfront fees that AWS booked in this month. */
  upfrontFees: Units;
  /** Refunds of upfront fees, by account: they have a cash amount and no amortised one. */
  readonly upfrontRefunds: Map<string, Units>;
  readonly unknown: Map<string, Units>;
  /** The first cells that came twice. */
  readonly repeated: string[];
}

interface AccountLines {
  readonly accountId: string;
  readonly ledger: TenantLedger;
  /** By kind, service and record type. */
  readonly lines: Map<number, DraftLine>;
  readonly seen: Set<number>;
}

const settledKinds = new Set<LineKind>(['SUPPORT', 'TAX', 'CREDIT', 'REFUND', 'DISCOUNT', 'OTHER'] satisfies readonly SettledKind[]);
const untaxed = new Set<LineKind>(['TAX', 'CREDIT']);

/** Reads every cell once and puts its cost on a line of its account's tenant, of the platform (held kinds) or into the pool (redistributed kinds). */
export class DirectLines {
  readonly totals: CellTotals = {
    cells: 0,
    costly: 0,
    unblended: 0n,
    amortized: 0n,
    upfrontFees: 0n,
    upfrontRefunds: new Map(),
    unknown: new Map(),
    repeated: [],
  };
  /** Lines of redistributed kinds, of all accounts. */
  readonly pool: DraftLine[] = [];
  private readonly accounts = new Map<string, AccountLines>();
  private readonly services = new Map<string, number>();
  private readonly recordTypes = new Map<string, number>();
  private readonly kinds = new Map<string, number>();

  constructor(
    private readonly policy: BillingPolicy,
    private readonly ledgers: Ledgers,
    private readonly tenantOf: (accountId: string) => string | undefined,
    private readonly platform: string,
  ) {}

  add(cell: CostCell): void {
    const { totals } = this;
    totals.cells += 1;
    const account = this.account(cell.accountId);
    if (this.recordTypes.size > maxRecordTypes) throw new RangeError(`more than ${maxRecordTypes} record types in one month`);
    const id = this.keyOf(cell.service, cell.recordType, cell.marketplace ? 1 : 0);
    if (account.seen.has(id) && totals.repeated.length < 5) totals.repeated.push(`${cell.accountId} / ${cell.recordType} / ${cell.service}`);
    account.seen.add(id);
    if (cell.unblended === 0n && cell.amortized === 0n) return;
    totals.costly += 1;
    totals.unblended += cell.unblended;
    totals.amortized += cell.amortized;
    this.noteFees(cell);
    const kind = knownKind(cell, this.policy.basis);
    const cash = this.policy.basis === 'cash';
    const amount = cash ? cell.unblended : cell.amortized;
    if (kind === undefined) totals.unknown.set(cell.recordType, (totals.unknown.get(cell.recordType) ?? 0n) + amount);
    const upfront = cash && kind === 'SUBSCRIPTION' ? cell.unblended - cell.amortized : 0n;
    if (upfront !== 0n) this.put(account, cell, 'COMMITMENT_UPFRONT', upfront, upfront);
    if (upfront !== amount || upfront === 0n) this.put(account, cell, kind ?? 'OTHER', amount - upfront, cell.unblended - upfront);
  }

  private put(account: AccountLines, cell: CostCell, kind: LineKind, exact: Units, billed: Units): void {
    // Covered usage and its negation share a line; everything else has one per record type.
    const recordType = kind === 'SP_USAGE' ? 'SavingsPlanCoveredUsage' : cell.recordType;
    const id = this.keyOf(cell.service, recordType, numberOf(this.kinds, kind));
    const line = account.lines.get(id);
    if (line) {
      line.exact += exact;
      line.billed = (line.billed ?? 0n) + billed;
    } else {
      const made = draftLine({ kind, service: cell.service, recordType, accountId: account.accountId, seller: this.policy.issuer, exact, billed });
      account.lines.set(id, made);
      this.destination(account, kind).push(made);
    }
    if (this.settlement(kind) === 'passThrough' && !untaxed.has(kind)) account.ledger.base += exact;
  }

  private destination(account: AccountLines, kind: LineKind): DraftLine[] {
    const settlement = this.settlement(kind);
    if (settlement === 'redistribute') return this.pool;
    return settlement === 'hold' ? this.ledgers.of(this.platform).bill : account.ledger.bill;
  }

  private settlement(kind: LineKind): Settlement {
    return settledKinds.has(kind) ? this.policy.settlements[kind as SettledKind] : 'passThrough';
  }

  private noteFees({ recordType, accountId, unblended, amortized }: CostCell): void {
    if (unblended === amortized) return;
    if (holdsUpfrontFees(recordType)) this.totals.upfrontFees += unblended - amortized;
    if (recordType !== 'Refund') return;
    this.totals.upfrontRefunds.set(accountId, (this.totals.upfrontRefunds.get(accountId) ?? 0n) + unblended - amortized);
  }

  private account(accountId: string): AccountLines {
    let account = this.accounts.get(accountId);
    if (!account) {
      account = { accountId, ledger: this.ledgers.of(this.tenantOf(accountId) ?? unassigned), lines: new Map(), seen: new Set() };
      this.accounts.set(accountId, account);
    }
    return account;
  }

  /** Small numbers make short keys: maps of numbers take a third of the memory of maps of texts. */
  private keyOf(service: string, recordType: string, detail: number): number {
    return (numberOf(this.services, service) * maxRecordTypes + numberOf(this.recordTypes, recordType)) * 32 + detail;
  }
}

const maxRecordTypes = 4096;

const numberOf = (numbers: Map<string, number>, text: string): number => {
  let number = numbers.get(text);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(text, number);
  }
  return number;
};
