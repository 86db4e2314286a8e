import { projectionOf, viewPart } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import type { Month } from '../month.js';
import { lastDayOf, rateFor } from './rate-for.js';
import type { KnownRates } from './rate-for.js';
import type { FixedRate, RateEvent } from './rates.events.js';

export interface OwnRateView {
  readonly base: string;
  readonly quote: string;
  readonly month: Month;
  readonly rate: string;
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly setAt: string;
}

export interface ReferenceRateView {
  readonly base: string;
  readonly quote: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly rate: string;
  readonly source: string;
}

interface OwnRateRow extends Omit<OwnRateView, 'setAt'> {
  readonly set_at: string;
}

export interface RateTables {
  readonly metering_own_rates: OwnRateRow;
  readonly metering_reference_rates: ReferenceRateView;
}

export const ratesProjection = projectionOf(
  'metering-rates',
  1,
  viewPart<RateEvent>(
    {
      metering_own_rates: {
        columns: { base: 'text', quote: 'text', month: 'text', rate: 'text', reason: 'text', set_at: 'text' },
        key: ['base', 'quote', 'month'],
      },
      metering_reference_rates: {
        columns: { base: 'text', quote: 'text', day: 'text', rate: 'text', source: 'text' },
        key: ['base', 'quote', 'day'],
      },
    },
    {
      OwnRateSet: (tx, { event: { base, quote, month, rate, reason }, at }, table) =>
        tx
          .insertInto(table('metering_own_rates'))
          .values({ base, quote, month, rate, reason, set_at: at })
          .onConflict((conflict) => conflict.columns(['base', 'quote', 'month']).doUpdateSet({ rate, reason, set_at: at }))
          .execute(),
      ReferenceRatesImported: async (tx, { event: { base, quote, source, rates } }, table) => {
        for (const { day, rate } of rates)
          await tx
            .insertInto(table('metering_reference_rates'))
            .values({ base, quote, day, rate, source })
            .onConflict((conflict) => conflict.columns(['base', 'quote', 'day']).doUpdateSet({ rate, source }))
            .execute();
      },
    },
  ),
);

export interface RateQueries {
  /** The rate that a month would be closed with by what is known now. `asOf`: for a month under way. */
  rateOf(month: Month, base: string, quote: string, asOf?: string): Promise<FixedRate | undefined>;
  /** Newest month first. */
  ownRates(base: string): Promise<readonly OwnRateView[]>;
  /** Newest day first, at most `limit`. */
  referenceRates(base: string, quote: string, limit?: number): Promise<readonly ReferenceRateView[]>;
}

const knownRates = async (db: Kysely<RateTables>, month: Month, base: string, quote: string): Promise<KnownRates> => {
  const own = await db
    .selectFrom('metering_own_rates')
    .select('rate')
    .where('base', '=', base)
    .where('quote', '=', quote)
    .where('month', '=', month)
    .executeTakeFirst();
  // A month's end, or a day of it, and the seven days before lie within these.
  const references = await db
    .selectFrom('metering_reference_rates')
    .selectAll()
    .where('base', '=', base)
    .where('quote', '=', quote)
    .where('day', '<=', lastDayOf(month))
    .orderBy('day', 'desc')
    .limit(40)
    .execute();
  return { own: new Map(own ? [[month, own.rate]] : []), references };
};

const rateOf = async (db: Kysely<RateTables>, month: Month, base: string, quote: string, asOf?: string): Promise<FixedRate | undefined> =>
  rateFor(month, base, quote, await knownRates(db, month, base, quote), asOf);

/** The rates of a month by quote. What is missing has none: the month cannot be finalised without it. For worker threads too. */
export const ratesOfMonth = async (
  db: Kysely<RateTables>,
  request: { readonly month: Month; readonly base: string; readonly quotes: Iterable<string>; readonly asOf?: string },
): Promise<ReadonlyMap<string, FixedRate>> => {
  const rates = new Map<string, FixedRate>();
  for (const quote of new Set(request.quotes)) {
    const rate = quote === request.base ? undefined : await rateOf(db, request.month, request.base, quote, request.asOf);
    if (rate) rates.set(quote, rate);
  }
  return rates;
};

export const rateQueries = (db: Kysely<RateTables>): RateQueries => ({
  rateOf: (month, base, quote, asOf) => rateOf(db, month, base, quote, asOf),
  ownRates: async (base) => {
    const rows = await db.selectFrom('metering_own_rates').selectAll().where('base', '=', base).orderBy('month', 'desc').orderBy('quote').execute();
    return rows.map(({ set_at, ...row }) => ({ ...row, setAt: set_at }));
  },
  referenceRates: (base, quote, limit = 100) =>
    db
      .selectFrom('metering_reference_rates')
      .selectAll()
      .where('base', '=', base)
      .where('quote', '=', quote)
      .orderBy('day', 'desc')
      .limit(limit)
      .execute(),
});
