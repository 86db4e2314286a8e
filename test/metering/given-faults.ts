import type { MonthInputs } from '@orgledger/metering';
import { cents, sum } from './fault-samples.js';
import type { Fault } from './fault-samples.js';

const changed =
  (change: (inputs: MonthInputs) => Partial<MonthInputs> | undefined): Fault<MonthInputs> =>
  ({ inputs }) => {
    const part = change(inputs);
    return part && { ...inputs, ...part };
  };
const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);
/** Above what rows may differ by. */
const costlyCell = ({ unblended, amortized }: { readonly unblended: bigint; readonly amortized: bigint }) =>
  distance(unblended, 0n) > 1_000_000n && distance(amortized, 0n) > 1_000_000n;

/** In what the engine is given: the checks of the engine that must stop the month; where none does, the second implementation, given the truth, differs. */
export const givenFaults: Readonly<Record<string, readonly [readonly string[], Fault<MonthInputs>]>> = {
  'a cell is lost': [
    ['V8'],
    changed(({ cells }) => ([...cells].some(costlyCell) ? { cells: [...cells].toSpliced([...cells].findIndex(costlyCell), 1) } : undefined)),
  ],
  'a cell comes twice': [
    ['V5', 'V8'],
    changed(({ cells }) => ([...cells].some(costlyCell) ? { cells: [...cells, [...cells].find(costlyCell)!] } : undefined)),
  ],
  'cells are of another pull than their total': [
    ['V8'],
    ({ inputs, otherCells }) => {
      const total = (cells: MonthInputs['cells']) => sum([...cells].map(({ unblended }) => unblended));
      return distance(total(inputs.cells), total(otherCells)) <= 1_000_000n ? undefined : { ...inputs, cells: otherCells };
    },
  ],
  'cash and accrual are taken for each other': [
    ['V8'],
    changed(({ cells }) => {
      const all = [...cells];
      if (distance(sum(all.map(({ unblended, amortized }) => unblended - amortized)), 0n) <= 1_000_000n) return undefined;
      return { cells: all.map((cell) => ({ ...cell, unblended: cell.amortized, amortized: cell.unblended })) };
    }),
  ],
  'used and unused are not the whole of a commitment': [
    ['V4'],
    changed(({ commitments }) =>
      commitments.some(({ observed }) => observed)
        ? {
            commitments: commitments.map((one) =>
              one.observed ? { ...one, observed: { ...one.observed, unusedCost: one.observed.unusedCost + 200_000n } } : one,
            ),
          }
        : undefined,
    ),
  ],
  'a rate is missing': [
    ['RATE_MISSING'],
    ({ inputs, statements }) => (statements.some(({ currency }) => currency !== 'USD') ? { ...inputs, rates: new Map() } : undefined),
  ],
  'the rate is another day’s': [
    [],
    ({ inputs, statements }) => {
      const converted = statements.some(({ currency, total }) => currency === 'EUR' && (cents(total) > 1_000n || cents(total) < -1_000n));
      return converted
        ? {
            ...inputs,
            rates: new Map([...inputs.rates].map(([quote, rate]) => [quote, { ...rate, rate: `${rate.rate.replace(/\..*/, '')}.987654` }])),
          }
        : undefined;
    },
  ],
  'an account is taken for another tenant’s': [
    [],
    ({ inputs, statements }) => {
      const account = statements
        .flatMap(({ lines }) => lines)
        .find(({ accountId, amount, kind }) => accountId !== undefined && amount !== '0.00' && kind === 'USAGE')?.accountId;
      const other = inputs.tenantOf(account ?? '') === 't0' ? 't1' : 't0';
      return account === undefined ? undefined : { ...inputs, tenantOf: (id) => (id === account ? other : inputs.tenantOf(id)) };
    },
  ],
  'a commitment is forgotten that is charged as cash flows': [
    [],
    ({ inputs, statements }) => {
      const id = statements.flatMap(({ lines }) => lines).find(({ kind }) => kind === 'COMMITMENT_UPFRONT_DISCOUNT')?.commitmentId;
      return id === undefined ? undefined : { ...inputs, commitments: inputs.commitments.filter(({ terms }) => terms.commitmentId !== id) };
    },
  ],
  'the contract is taken for another tenant’s': [
    [],
    ({ inputs, statements }) => {
      const id = statements.flatMap(({ lines }) => lines).find(({ kind }) => kind === 'COMMITMENT_UPFRONT_DISCOUNT')?.commitmentId;
      if (id === undefined) return undefined;
      return {
        ...inputs,
        commitments: inputs.commitments.map((one) =>
          one.terms.commitmentId === id ? { ...one, holderTenantId: one.holderTenantId === 't0' ? 't1' : 't0', novations: [] } : one,
        ),
      };
    },
  ],
  'discounts of earlier months are forgotten': [
    [],
    ({ inputs, statements }) => {
      const id = statements
        .flatMap(({ lines }) => lines)
        .find(({ kind, amount }) => kind === 'COMMITMENT_TRUE_UP' && amount !== '0.00')?.commitmentId;
      if (id === undefined) return undefined;
      return {
        ...inputs,
        commitments: inputs.commitments.map((one) =>
          one.terms.commitmentId === id && one.discountedCents !== 0n ? { ...one, discountedCents: one.discountedCents + 7n } : one,
        ),
      };
    },
  ],
  'a correction is lost on the way': [[], changed(({ corrections: [, ...others] }) => ({ corrections: others }))],
  'the policy is the month’s before': [
    [],
    ({ inputs, statements }) => {
      const { settlements, platformTenantId = 'platform' } = inputs.policy;
      const taxed = statements.some(
        ({ holder, lines }) => holder.tenantId !== platformTenantId && lines.some(({ kind, accountId }) => kind === 'TAX' && accountId !== undefined),
      );
      return taxed && settlements.TAX === 'passThrough'
        ? { ...inputs, policy: { ...inputs.policy, settlements: { ...settlements, TAX: 'hold' } } }
        : undefined;
    },
  ],
};
