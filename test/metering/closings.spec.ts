import fc from 'fast-check';
import { addMonths, computeMonth, correctionsFor, discountsIn } from '@orgledger/metering';
import type { CorrectionInput, Month, MonthInputs, MonthResult, Posting } from '@orgledger/metering';
import { failures, naiveLines, publishedLines } from './comparison.js';
import { generatedOrganization, inputsOf, monthsOf } from './generated-organization.js';
import type { Discounted, GeneratedOrganization } from './generated-organization.js';

const numRuns = Number(process.env.METERING_RUNS ?? 300);

const cents = (text: string): bigint => BigInt(text.replace('.', ''));

/** Months of one payer as a closing process would keep them, in memory. */
class Books {
  readonly closed = new Map<Month, MonthResult>();
  readonly latest = new Map<Month, MonthResult>();
  readonly posted: CorrectionInput[] = [];
  private pending: readonly CorrectionInput[] = [];

  constructor(private readonly organization: GeneratedOrganization) {}

  close(month: Month, version: number): void {
    const inputs = { ...inputsOf(this.organization, month, version, (id) => this.discounted(id, month)), corrections: this.pending };
    const result = this.compute(inputs);
    this.posted.push(...this.pending);
    this.pending = [];
    this.closed.set(month, result);
    this.latest.set(month, result);
  }

  /** A later pull shows a closed month in another state: what the next closing will correct. */
  restate(month: Month, version: number): void {
    const inputs = inputsOf(this.organization, month, version, (id) => this.discounted(id, month));
    const result = this.compute(inputs);
    const earlier = this.posted.filter((of) => of.month === month);
    const rates = new Map(
      [...inputs.holders.values()].map(({ tenantId, workspaceIdentifier = '' }) => [
        tenantId,
        inputs.rates.get(inputs.policy.currencies[workspaceIdentifier] ?? 'USD')?.rate ?? '1',
      ]),
    );
    const corrections = correctionsFor(this.closed.get(month)!.postings, earlier, result.postings, rates);
    this.pending = [...this.pending.filter((of) => of.month !== month), ...corrections];
    this.latest.set(month, result);
  }

  /** Sums by tenant and kind of what statements hold for a month. */
  held(month: Month): ReadonlyMap<string, bigint> {
    const sums = new Map<string, bigint>();
    const add = ({ tenantId, kind, amount }: Posting) => sums.set(`${tenantId} ${kind}`, (sums.get(`${tenantId} ${kind}`) ?? 0n) + cents(amount));
    this.closed.get(month)!.postings.forEach(add);
    this.posted.filter((of) => of.month === month).forEach(add);
    return new Map([...sums].filter(([, sum]) => sum !== 0n).sort());
  }

  private compute(inputs: MonthInputs): MonthResult {
    const result = computeMonth(inputs);
    fc.pre(!result.checks.some(({ code, passed }) => code === 'SHARED_COST_TARGET' && !passed));
    expect(failures(result)).toEqual([]);
    expect(publishedLines(result.statements)).toEqual(naiveLines(inputs));
    return result;
  }

  private discounted(commitmentId: string, month: Month): Discounted {
    let [exact, sum, months] = [0n, 0n, 0];
    for (const [of, { statements }] of this.latest) {
      if (of >= month) continue;
      months += 1;
      const discount = discountsIn(statements).get(commitmentId);
      sum += discount?.cents ?? 0n;
      exact += discount?.exact ?? 0n;
    }
    return { cents: sum, exact, months };
  }
}

const history = generatedOrganization.chain((organization) =>
  fc.record({
    organization: fc.constant(organization),
    steps: fc.array(fc.record({ month: fc.nat({ max: organization.months - 1 }), version: fc.nat({ max: 2 }) }), { minLength: 1, maxLength: 7 }),
  }),
);

const billKinds = (held: ReadonlyMap<string, bigint>): bigint =>
  [...held].filter(([key]) => !/ (MARKUP|REBATE|PRICE|EXTERNAL)$/.test(key)).reduce((sum, [, amount]) => sum + amount, 0n);

describe('months that close in any order and change afterwards', () => {
  it('V1b, V7: what was closed and its corrections are what the month is now, per tenant and kind, and sum to its bill', () => {
    fc.assert(
      fc.property(history, ({ organization, steps }) => {
        const months = monthsOf(organization);
        const books = new Books(organization);
        for (const { month, version } of steps) {
          const of = months[month]!;
          if (books.closed.has(of)) books.restate(of, version);
          else books.close(of, version);
        }
        books.close(addMonths(months.at(-1)!, 1), 0);
        for (const [month, { postings, total }] of books.latest) {
          const now = new Map(postings.map(({ tenantId, kind, amount }) => [`${tenantId} ${kind}`, cents(amount)] as const).sort());
          expect(books.held(month)).toEqual(now);
          expect(billKinds(books.held(month))).toBe(cents(total));
          const corrected = books.posted.filter((of) => of.month === month && !['MARKUP', 'REBATE', 'PRICE', 'EXTERNAL'].includes(of.kind));
          expect(corrected.reduce((sum, { amount }) => sum + cents(amount), 0n)).toBe(cents(total) - cents(books.closed.get(month)!.total));
        }
      }),
      { numRuns },
    );
  });
});
