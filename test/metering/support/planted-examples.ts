import { monthsFrom } from '@orgledger/metering';
import type { Month } from '@orgledger/metering';

/** Facts for the sandbox, by the accounts of the tenants alpha, beta, gamma, … */
export interface PlantedFacts {
  readonly commitments?: readonly object[];
  readonly lines?: readonly object[];
}
type Accounts = readonly string[];

const s3 = 'Amazon Simple Storage Service';
const usage = (accountId: string | undefined, month: Month, amount: string) => ({ month, accountId, recordType: 'Usage', service: s3, amount });
const used = (accountId: string | undefined, month: Month, commitment: string, onDemand: string) => ({
  ...{ month, accountId, used: commitment, onDemand },
});
const hours = (accountId: string | undefined, month: Month, count: string) => ({ month, accountId, hours: count, onDemand: count });

/** @source specs/chargeback.md §5.1 */
export const example51 = ([alpha, beta, gamma]: Accounts): PlantedFacts => ({
  commitments: [
    {
      ...{ kind: 'savingsPlan', ownerId: alpha, paymentOption: 'No Upfront', startAt: '2026-06-01T00:00:00Z', hourlyCommitment: '1' },
      uses: [used(alpha, '2026-06', '300', '400'), used(beta, '2026-06', '250', '320'), used(gamma, '2026-06', '100', '160')],
    },
  ],
  lines: [usage(alpha, '2026-06', '12.345678'), usage(beta, '2026-06', '50.1'), usage(gamma, '2026-06', '0.005')],
});

/** What Cost Explorer shows of the same month only when it is closed. @source specs/chargeback.md §5.5 */
export const example55 = ([, beta, gamma]: Accounts): PlantedFacts => ({
  lines: [
    { ...usage(beta, '2026-06', '-5'), recordType: 'Credit', visibleFrom: '2026-07-12T00:00:00Z' },
    { ...usage(gamma, '2026-06', '1.234567'), visibleFrom: '2026-07-12T00:00:00Z' },
  ],
});

/** @source specs/chargeback.md §5.4 */
export const example54 = (accounts: Accounts): PlantedFacts => {
  const { commitments = [], lines = [] } = example51(accounts);
  return { commitments, lines: [...lines, usage(accounts[3], '2026-06', '133.3333333333')] };
};

/** Who uses the reservation in its term: in August nobody, in September gamma alone, else who bought it. @source specs/chargeback.md §5.2 */
export const example52 = ([, beta, gamma]: Accounts): PlantedFacts => ({
  commitments: [
    {
      ...{ kind: 'reservation', ownerId: beta, paymentOption: 'All Upfront', startAt: '2026-06-15T12:00:00Z', upfrontFee: '1000' },
      uses: [
        ...[hours(beta, '2026-06', '200'), hours(gamma, '2026-06', '100'), hours(beta, '2026-07', '744'), hours(gamma, '2026-09', '720')],
        ...monthsFrom('2026-10', '2027-05').map((month) =>
          hours(beta, month, String(new Date(Date.UTC(2026, monthNumber(month), 0)).getUTCDate() * 24)),
        ),
        hours(beta, '2027-06', '348'),
      ],
    },
  ],
});
const monthNumber = (month: Month): number => (Number(month.slice(0, 4)) - 2026) * 12 + Number(month.slice(5));

/** @source specs/chargeback.md §5.3 */
export const example53 = ([alpha, beta, gamma]: Accounts): PlantedFacts => ({
  commitments: [
    {
      ...{ kind: 'savingsPlan', ownerId: alpha, paymentOption: 'Partial Upfront', years: 3, startAt: '2026-03-01T00:00:00Z' },
      ...{ hourlyCommitment: '2', upfrontFee: '30000' },
      uses: [used(alpha, '2026-03', '600', '600'), used(beta, '2026-03', '500.25', '500.25'), used(gamma, '2026-03', '300.1', '300.1')],
    },
  ],
});

/** The commitments whose real answers the vectors' fixture checks are from: a February of 696 hours, an October of 744, a purchase to the second. */
export const fixtureChecks = ([alpha, beta, gamma]: Accounts): PlantedFacts => {
  const reservation = { kind: 'reservation', startAt: '2023-12-06T00:00:00Z' };
  return {
    commitments: [
      {
        kind: 'savingsPlan',
        ownerId: alpha,
        paymentOption: 'Partial Upfront',
        startAt: '2023-12-06T00:00:00Z',
        hourlyCommitment: '0.01',
        upfrontFee: '44',
      },
      { ...reservation, ownerId: beta, paymentOption: 'All Upfront', upfrontFee: '106' },
      { ...reservation, ownerId: gamma, paymentOption: 'Partial Upfront', upfrontFee: '54', hourlyFee: '0.0062' },
      { ...reservation, ownerId: alpha, paymentOption: 'All Upfront', upfrontFee: '60', startAt: '2024-03-01T00:00:00Z' },
      { ...reservation, ownerId: beta, paymentOption: 'All Upfront', upfrontFee: '446', count: 2, startAt: '2024-03-01T00:00:00Z' },
      {
        ...reservation,
        ownerId: gamma,
        paymentOption: 'No Upfront',
        hourlyFee: '0.0118',
        startAt: '2024-10-09T21:40:47Z',
        service: 'Amazon Relational Database Service',
        instanceType: 'db.m5.large',
      },
    ],
  };
};
