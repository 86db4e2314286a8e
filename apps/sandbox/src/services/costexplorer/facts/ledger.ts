import type { World } from '../../../core/service.js';

export const COST_EXPLORER = 'costexplorer';

export type RecordType = string;

/** How big an account is: from nothing at all to a large one; `drawn` is chosen by its id. */
export const profiles = ['none', 'tiny', 'small', 'medium', 'large', 'drawn'] as const;
export type Profile = (typeof profiles)[number];

export interface AccountFacts {
  /** In place of the date at which it joined the organisation: gives an account a past. Milliseconds since 1970. */
  readonly since?: number;
  readonly profile?: Profile;
}

/** An account that left the organisation keeps its past in it. */
export interface DepartedAccount {
  readonly name: string;
  readonly since: number;
  readonly until: number;
}

export type PaymentOption = 'All Upfront' | 'Partial Upfront' | 'No Upfront';

/** Use of a commitment that is planted instead of following from the accounts' instances. Decimal texts. */
export interface PlantedUse {
  readonly month: string;
  readonly accountId: string;
  /** Reservation: whole hours. */
  readonly hours?: string;
  /** Savings plan: used commitment in USD. */
  readonly used?: string;
  /** What it would have cost on demand, USD. */
  readonly onDemand: string;
}

interface CommitmentFacts {
  readonly id: string;
  readonly ownerId: string;
  readonly paymentOption: PaymentOption;
  readonly years: 1 | 3;
  /** Milliseconds since 1970. A queued one was ordered in an earlier month than it starts. */
  readonly orderedAt: number;
  readonly startAt: number;
  /** Ended before its term: returned, cancelled or exchanged. */
  readonly endedAt?: number;
  readonly ending?: 'returned' | 'exchanged' | 'cancelled';
  /** Whole upfront fee in USD. */
  readonly upfrontFee: string;
  /** What of it is charged at the start, when that is not all of it: an exchange carries a remainder over. */
  readonly chargedUpfront?: string;
  /** Paid back at `endedAt`, USD. */
  readonly refund?: string;
  readonly uses?: readonly PlantedUse[];
}

export interface ReservationFacts extends CommitmentFacts {
  readonly kind: 'reservation';
  readonly service: string;
  readonly instanceType: string;
  readonly region: string;
  readonly count: number;
  /** USD per hour of each instance. */
  readonly hourlyFee: string;
  readonly convertible: boolean;
  readonly predecessorId?: string;
}

export interface SavingsPlanFacts extends CommitmentFacts {
  readonly kind: 'savingsPlan';
  readonly planType: 'ComputeSavingsPlans' | 'EC2InstanceSavingsPlans';
  /** USD per hour, at most five digits after the point. */
  readonly hourlyCommitment: string;
  /** EC2 Instance plans only. */
  readonly region?: string;
  readonly family?: string;
}

export type Commitment = ReservationFacts | SavingsPlanFacts;

/** One line of the bill that is planted as such: credits, refunds, fees, late corrections, anything. Decimal texts in USD. */
export interface PlantedLine {
  readonly month: string;
  readonly accountId: string;
  readonly recordType: RecordType;
  readonly service: string;
  readonly amount: string;
  /** Amortised amount when it differs, e.g. 0 for the refund of a savings plan's fee. */
  readonly amortized?: string;
  readonly usageType?: string;
  readonly operation?: string;
  readonly region?: string;
  readonly quantity?: string;
  readonly unit?: string;
  readonly billingEntity?: string;
  readonly seller?: string;
  /** Day of the month, from 1. */
  readonly day?: number;
  /** Cost Explorer shows it from then on: later than the month's end makes it a restatement. */
  readonly visibleFrom: number;
}

/** A change of the preference to share reservations and savings plans, of one account or of all. */
export interface SharingChange {
  readonly at: number;
  readonly accountId?: string;
  readonly shared: boolean;
}

export interface Discount {
  readonly recordType: RecordType;
  /** Percent of on-demand usage, e.g. `9`. */
  readonly percent: string;
  /** All services without it. */
  readonly service?: string;
}

export interface BillSettings {
  /** Percent of each account's charges. */
  readonly taxPercent: string;
  readonly discounts: readonly Discount[];
  /** Percent of each account's usage; plan of every account with a mark. */
  readonly support: 'none' | 'payer' | 'accounts';
}

/** A recorded answer that is given in place of the generator's to requests of that operation and period. */
export interface ReplayedAnswer {
  readonly operation: string;
  readonly start?: string;
  readonly answer: Readonly<Record<string, unknown>>;
}

/** Everything that costs follow from, besides the organisation's accounts. JSON-like; amounts are decimal text. */
export interface CostLedger {
  /** Grows with each change. */
  version: number;
  readonly accounts: Record<string, AccountFacts>;
  readonly departed: Record<string, DepartedAccount>;
  readonly commitments: Commitment[];
  readonly lines: PlantedLine[];
  readonly sharing: SharingChange[];
  settings: BillSettings;
  readonly replayed: ReplayedAnswer[];
  /** Successful pages, which AWS bills. */
  paidRequests: number;
  readonly paidByOperation: Record<string, number>;
}

export const initialLedger = (): CostLedger => ({
  version: 1,
  accounts: {},
  departed: {},
  commitments: [],
  lines: [],
  sharing: [],
  settings: { taxPercent: '0', discounts: [], support: 'none' },
  replayed: [],
  paidRequests: 0,
  paidByOperation: {},
});

export const costLedger = (world: World): CostLedger => world.state<CostLedger>(COST_EXPLORER);
