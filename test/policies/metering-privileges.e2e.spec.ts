import type { PolicyFeatures, PolicyProfile } from '@orgledger/aws';
import { defaultBillingPolicy } from '@orgledger/metering';
import type { CollectionView, PayerSettings } from '@orgledger/metering';
import { startMeteringLab } from '../metering/support/metering-lab.js';
import { comparePrivileges, withoutEachAction } from './least-privilege.js';
import type { Mutation, PrivilegeReport, StoredIam } from './least-privilege.js';

const month = '2026-02';
const nothingOptional: Partial<PayerSettings> = { optionalCalls: { commitmentUsage: false, dailyCosts: false } };
const fair = { reservedInstanceFairChargeback: { effectiveFrom: '2026-01' }, savingsPlanFairChargeback: { effectiveFrom: '2026-01' } };

interface Setting {
  readonly profile?: PolicyProfile;
  readonly features?: Partial<PolicyFeatures>;
  readonly settings?: Partial<PayerSettings>;
  readonly fairChargeback?: boolean;
  readonly without?: Mutation;
}

interface Outcome {
  readonly pull: CollectionView;
  readonly privileges: PrivilegeReport;
  readonly mutations: readonly Mutation[];
  /** What the payer's role did, by action. */
  readonly used: readonly string[];
}

/** One collection by the printed principals, or by the print less an action. */
const collectBy = async ({ profile, features, settings, fairChargeback = false, without }: Setting): Promise<Outcome> => {
  const lab = await startMeteringLab({
    at: '2026-03-19T08:00:00Z',
    seed: { accounts: 8, costs: { months: 1 } },
    ...(profile ? { profile } : {}),
    ...(features ? { features } : {}),
    ...(settings ? { settings } : {}),
    ...(without ? { applied: (printed) => withoutEachAction(printed).find((one) => nameOf(one) === nameOf(without))!.principals } : {}),
  });
  try {
    if (fairChargeback) await lab.collecting.changePolicy({ ...defaultBillingPolicy, ...fair });
    await lab.collecting.startCollector();
    const pull = await lab.collecting.reaches(await lab.collecting.request([month]), 'completed', 'failed', 'waiting');
    const calls = await lab.control.calls();
    const used = calls
      .filter(({ principal, decision }) => decision?.allowed && principal?.includes('MeshCostExplorerServiceRole'))
      .flatMap(({ action }) => action ?? []);
    return {
      pull,
      privileges: comparePrivileges(lab.printed, await lab.control.state<StoredIam>('iam'), calls),
      mutations: withoutEachAction(lab.printed),
      used: [...new Set(used)].sort(),
    };
  } finally {
    await lab.close();
  }
};

const nameOf = ({ principal, action }: Pick<Mutation, 'principal' | 'action'>): string => `${principal} ${action}`;

it('metering uses every action of its minimal print, misses none beyond it, and fails without any of them', async () => {
  const whole = await collectBy({});
  expect(whole.pull).toMatchObject({ status: 'completed', findings: [] });
  expect(whole.privileges).toEqual({ unused: [], ungranted: [], denied: [] });
  const missed = [];
  for (const without of whole.mutations) {
    const { pull, privileges } = await collectBy({ without });
    missed.push([nameOf(without), pull.observedMonths, privileges.denied[0]?.action]);
    // A role that cannot be entered may be one that IAM does not show yet: that pull tries again.
    expect(pull.status).toBe(without.principal === 'meteringUser' ? 'waiting' : 'failed');
    expect(pull.remedy).toMatch(/orgledger aws policies|trust|policy/);
  }
  expect(missed).toEqual(whole.mutations.map((one) => [nameOf(one), [], one.action]));
  expect(missed.map(([name]) => name)).toEqual([
    'meteringUser sts:AssumeRole',
    'metering ce:GetCostAndUsage',
    'metering ce:GetDimensionValues',
    'metering organizations:ListAccounts',
    'metering ce:GetReservationUtilization',
    'metering ce:GetSavingsPlansUtilizationDetails',
  ]);
});

describe('with both fair-chargeback flags and the optional calls off', () => {
  const reduced = { features: { reservations: false, savingsPlans: false }, settings: nothingOptional };

  it('costs, their dimensions and the list of accounts are all that is printed and all that is needed', async () => {
    const { pull, privileges, used, mutations } = await collectBy(reduced);
    expect(pull).toMatchObject({ status: 'completed', observedMonths: [month], findings: [] });
    expect(used).toEqual(['ce:GetCostAndUsage', 'ce:GetDimensionValues', 'organizations:ListAccounts']);
    expect(privileges).toEqual({ unused: [], ungranted: [], denied: [] });
    expect(mutations).toHaveLength(4);
  });

  it('switching a flag on says what to print and apply again', async () => {
    const { pull } = await collectBy({ ...reduced, fairChargeback: true });
    expect(pull).toMatchObject({ status: 'failed', code: 'AccessDeniedException', observedMonths: [] });
    expect(pull.message).toContain('ce:GetReservationUtilization');
    expect(pull.remedy).toContain('orgledger aws policies');
  });
});

it('the source document’s policies serve as well', async () => {
  const { pull, privileges } = await collectBy({ profile: 'seed' });
  expect(pull).toMatchObject({ status: 'completed', observedMonths: [month], findings: [] });
  expect(privileges.unused.map(({ action }) => action)).toEqual([
    'ce:GetSavingsPlansUtilization',
    'ce:GetSavingsPlansCoverage',
    'ce:GetReservationCoverage',
  ]);
});
