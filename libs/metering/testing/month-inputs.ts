import { parseExactUnits } from '@orgledger/kernel';
import type { CommitmentTerms } from '../src/commitment/commitment.events.js';
import { defaultBillingPolicy } from '../src/policy/billing-policy.js';
import type { CommitmentMonth, CostCell, MonthInputs, MonthResult } from '../src/statement/month-inputs.js';
import type { LineKind, StatementHolder, StatementLine } from '../src/statement/statement.js';

/** A cell in short: account, record type, unblended, amortized, and a service where it matters. */
export const cell = (accountId: string, recordType: string, unblended: string, amortized: string, service = 'Amazon EC2'): CostCell => ({
  accountId,
  recordType,
  service,
  marketplace: false,
  unblended: parseExactUnits(unblended),
  amortized: parseExactUnits(amortized),
});

export const holder = (tenantId: string): StatementHolder => ({
  tenantId,
  workspaceIdentifier: `ws-${tenantId}`,
  projectIdentifier: 'prod',
  platformIdentifier: 'aws',
  landingZoneIdentifier: 'standard',
  tags: {},
});

const tenantsByAccount: Readonly<Record<string, string>> = { A: 'alpha', B: 'beta', C: 'gamma' };

/** Accounts A, B and C of the tenants alpha, beta and gamma, in June 2026 by the default policy. */
export const monthInputs = (given: Partial<MonthInputs> = {}): MonthInputs => ({
  payerAccountId: '999999999999',
  billingCurrency: 'USD',
  month: '2026-06',
  cells: [],
  commitments: [],
  tenantOf: (accountId) => tenantsByAccount[accountId],
  holders: new Map(['alpha', 'beta', 'gamma'].map((tenantId) => [tenantId, holder(tenantId)])),
  policy: defaultBillingPolicy,
  rates: new Map(),
  externalCosts: [],
  corrections: [],
  ...given,
});

export const commitmentTerms = (given: Partial<CommitmentTerms> & Pick<CommitmentTerms, 'start' | 'end'>): CommitmentTerms => ({
  commitmentId: 'c-1',
  kind: 'reservation',
  ownerAccountId: 'B',
  paymentOption: 'All Upfront',
  upfrontFee: '1000',
  recurringHourlyFee: '0',
  termHours: 8760,
  quantity: 1,
  description: 'm5.large',
  status: 'active',
  ...given,
});

export const commitmentMonth = (terms: CommitmentTerms, given: Partial<CommitmentMonth> = {}): CommitmentMonth => ({
  terms,
  discountedCents: 0n,
  discountedExact: 0n,
  discountedMonths: 0,
  holderTenantId: 'beta',
  novations: [],
  ...given,
});

/** Totals by tenant. */
export const totalsOf = (result: MonthResult): Record<string, string> =>
  Object.fromEntries([...result.statements].map(({ holder: { tenantId }, total }) => [tenantId, total]));

export const convertedTotalsOf = (result: MonthResult): Record<string, string> =>
  Object.fromEntries([...result.statements].map(({ holder: { tenantId }, convertedTotal }) => [tenantId, convertedTotal]));

/** Exact sums by tenant, ten digits as units. */
export const exactOf = (result: MonthResult): Record<string, bigint> =>
  Object.fromEntries(
    [...result.statements].map(({ holder: { tenantId }, lines }) => [tenantId, lines.reduce((sum, { exact }) => sum + parseExactUnits(exact), 0n)]),
  );

export const linesOfKind = (result: MonthResult, kind: LineKind): readonly (StatementLine & { readonly tenantId: string })[] =>
  [...result.statements].flatMap(({ holder: { tenantId }, lines }) =>
    lines.filter((line) => line.kind === kind).map((line) => ({ ...line, tenantId })),
  );

export const failedChecks = (result: MonthResult): readonly string[] =>
  result.checks.filter(({ passed }) => !passed).map(({ code, message }) => `${code}: ${message}`);
