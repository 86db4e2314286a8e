import { DomainError, formatUnits, parseExactUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';

export interface BudgetFacts {
  /** Dollars a calendar month, decimal text. */
  readonly monthly: string;
  readonly usdPerRequest: string;
  /** What other pulls of the calendar month have cost. */
  readonly spent: string;
  /** Requests that the needed calls of the month's other days will take: optional calls leave room for them. */
  readonly reserved: number;
}

/** What a payer's requests may still cost this calendar month. Optional calls stop first; needed ones when nothing is left. */
export class RequestBudget {
  private readonly limit: Units;
  private readonly price: Units;
  private readonly elsewhere: Units;
  private requests: number;

  constructor(
    private readonly facts: BudgetFacts,
    paid: number,
  ) {
    this.limit = parseExactUnits(facts.monthly);
    this.price = parseExactUnits(facts.usdPerRequest);
    this.elsewhere = parseExactUnits(facts.spent);
    this.requests = paid;
  }

  /** Requests that still fit. */
  get room(): number {
    if (this.price <= 0n) return Number.MAX_SAFE_INTEGER;
    const left = this.limit - this.elsewhere - this.price * BigInt(this.requests);
    return left <= 0n ? 0 : Number(left / this.price);
  }

  paid(): void {
    this.requests += 1;
  }

  hasRoomForOptional(requests = 1): boolean {
    return this.room >= this.facts.reserved + requests;
  }

  /** Throws DomainError BUDGET_EXHAUSTED. */
  claim(requests = 1): void {
    if (this.room >= requests) return;
    const needed = this.elsewhere + this.price * BigInt(this.requests + requests + this.facts.reserved);
    throw new DomainError(
      'BUDGET_EXHAUSTED',
      `The payer's requests to Cost Explorer may cost ${this.facts.monthly} dollars a month. The calls that statements need do not fit any more: ` +
        `this month takes about ${formatUnits(needed)} dollars. What is stored of costs stays as it is.`,
      { field: 'monthlyRequestBudget' },
    );
  }
}
