import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Tenants = Readonly<Record<string, string>>;
interface Amounts {
  readonly exact8: Tenants;
  readonly cents: Tenants;
  readonly total: string;
  readonly sum8: string;
}
interface Amortized {
  readonly total_commitment: string;
  readonly amort_recurring: string;
  readonly amort_upfront_aws_residual: string;
  readonly amort_upfront_exact: string;
}
type Named<Name extends string, Value> = Readonly<Record<Name, Value>>;

/** The numbers of specs/chargeback.md §5, by name. */
export type Vectors = Named<'ex2_june_accrual' | 'ex2_june_fair' | 'ex2_july_fair' | 'ex2_sep_accrual' | 'ex2_sep_fair', Amounts> &
  Named<'ex3_mar_accrual' | 'ex3_mar_fair', Amounts> &
  Named<'ex3_2026-03' | 'ex3_2026-04' | 'ex3_2026-02_28d', Amortized> & {
    readonly ex1_no_upfront_sp: { readonly exact: Tenants; readonly cents: Tenants; readonly total: string; readonly sum_exact: string };
    readonly ex2_schedule: {
      readonly months: readonly { readonly month: string; readonly hours: string; readonly exact8: string; readonly naive_cents: string }[];
      readonly sum_exact8: string;
      readonly sum_naive_cents: string;
    };
    readonly ex2_lines: Named<'used_beta_200h' | 'used_gamma_100h' | 'unused_72h' | 'rate', string>;
    readonly ex3_rates: Named<'exact_recurring' | 'recurring_hourly_fee' | 'upfront_hourly_aws' | 'upfront_hourly_exact', string>;
    readonly ex3_term: Named<'sum_recurring' | 'sum_upfront_aws' | 'true_up', string>;
    readonly ex3_mar_cash: string;
    readonly ex4_shared_split_10dp: Tenants;
    readonly ex4_markup_5pct_exact: Tenants;
    readonly ex4_cents: { readonly c: Tenants; readonly total: string; readonly exact: Tenants; readonly sum: string };
    readonly ex4_eur: { readonly c: Tenants; readonly total: string };
    readonly ex5: { readonly restated: Tenants; readonly total: string; readonly corrections: Tenants; readonly sum_exact: string };
    readonly fixture_checks: Named<
      | 'sp_partial_recurring'
      | 'sp_partial_recurring_rate'
      | 'ri_all_upfront_feb'
      | 'ri_partial_feb'
      | 'ri_60_oct'
      | 'ri_446_oct'
      | 'ri_partial_month_fee',
      string
    >;
  };

const file = join(__dirname, '..', '..', '..', 'libs', 'metering', 'testing', 'vectors', 'worked_examples.json');
export const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
