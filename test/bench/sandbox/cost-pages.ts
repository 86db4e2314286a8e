import type { Dimension, Expression } from '@aws-sdk/client-cost-explorer';
import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  GetReservationUtilizationCommand,
  GetSavingsPlansUtilizationDetailsCommand,
} from '@aws-sdk/client-cost-explorer';
import type { MeasuredSandbox } from './measured-sandbox.js';

const accounts = 10_000;
const months = 13;
const TimePeriod = { Start: '2026-06-01', End: '2026-07-01' };
const Metrics = ['UnblendedCost', 'AmortizedCost', 'NetUnblendedCost', 'NetAmortizedCost'];

/** What the calls of a month's collection cost the sandbox on the bill of 10,000 accounts. */
export const measureCosts = async ({ identity, cpu, control }: MeasuredSandbox): Promise<void> => {
  const ce = new CostExplorerClient({ endpoint: identity.endpoint, region: 'us-east-1', credentials: { ...identity.admin }, maxAttempts: 1 });
  const measure = async (name: string, work: () => Promise<{ readonly pages: number; readonly groups: number }>): Promise<void> => {
    const before = cpu();
    const { pages, groups } = await work();
    const used = cpu() - before;
    process.stdout.write(
      `${name.padEnd(44)} ${used.toFixed(2).padStart(6)} CPU seconds for ${pages} pages, ${groups} groups (${((1000 * used) / pages).toFixed(1)} ms a page)\n`,
    );
  };
  const pagesOf = async (keys: readonly Dimension[], Filter?: Expression) => {
    const sums = { pages: 0, groups: 0 };
    const GroupBy = keys.map((Key) => ({ Type: 'DIMENSION' as const, Key }));
    let NextPageToken: string | undefined;
    do {
      const page = await ce.send(new GetCostAndUsageCommand({ TimePeriod, Granularity: 'MONTHLY', Metrics, GroupBy, Filter, NextPageToken }));
      sums.pages += 1;
      for (const { Groups } of page.ResultsByTime ?? []) sums.groups += Groups?.length ?? 0;
      NextPageToken = page.NextPageToken;
    } while (NextPageToken !== undefined);
    return sums;
  };
  const totals = async (calls: number) => {
    for (let call = 0; call < calls; call += 1) await pagesOf([]);
    return { pages: calls, groups: 0 };
  };

  await measure(`a seed of ${accounts} accounts, ${months} months of cost`, async () => {
    await control('POST', '/seed', { accounts, account: { name: 'tenant-{n}', email: 'tenant-{n}@example.com' }, costs: { months } });
    return { pages: 1, groups: 0 };
  });
  await measure('Cost Explorer: a month, first', () => totals(1));
  await measure('Cost Explorer: totals', () => totals(500));
  await measure('Cost Explorer: by account and record type', () => pagesOf(['LINKED_ACCOUNT', 'RECORD_TYPE']));
  await measure('Cost Explorer: by account and service', () => pagesOf(['LINKED_ACCOUNT', 'SERVICE']));
  await measure('Cost Explorer: the same of one record type', () =>
    pagesOf(['LINKED_ACCOUNT', 'SERVICE'], { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'] } }),
  );
  await measure('Cost Explorer: by account and usage type', () => pagesOf(['LINKED_ACCOUNT', 'USAGE_TYPE']));
  await measure('Cost Explorer: use of reservations', async () => {
    const { UtilizationsByTime } = await ce.send(
      new GetReservationUtilizationCommand({ TimePeriod, GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }] }),
    );
    return { pages: 1, groups: UtilizationsByTime?.[0]?.Groups?.length ?? 0 };
  });
  await measure('Cost Explorer: use of savings plans', async () => {
    const { SavingsPlansUtilizationDetails } = await ce.send(new GetSavingsPlansUtilizationDetailsCommand({ TimePeriod }));
    return { pages: 1, groups: SavingsPlansUtilizationDetails?.length ?? 0 };
  });
  ce.destroy();
};
