import {
  GetCostAndUsageCommand,
  GetDimensionValuesCommand,
  GetReservationUtilizationCommand,
  GetSavingsPlansUtilizationDetailsCommand,
} from '@aws-sdk/client-cost-explorer';
import type { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import type { ServiceCaller } from '../connection/service-caller.js';
import { expecting } from '../errors/expecting.js';
import type { CostExplorerAdapter, CostPage, CostPeriod, CostQuery, PageOutcome, ReservationRow, SavingsPlanRow } from './cost-explorer.js';
import { expressionOf, periodOf, readReservation, readResult, readSavingsPlan } from './cost-explorer.reading.js';

const anew = { outcome: 'restart' } as const;

/**
 * The SDK has no paginator for three of the four, and the four name their token in two ways: `NextPageToken` and, for savings plans, `NextToken`.
 * @source chargeback.md §2.6
 */
export class AwsCostExplorer implements CostExplorerAdapter {
  constructor(private readonly aws: ServiceCaller<CostExplorerClient>) {}

  costAndUsage({ period, granularity, metrics, groupBy, filter }: CostQuery, token?: string): Promise<PageOutcome<CostPage>> {
    const expression = expressionOf(filter);
    const command = new GetCostAndUsageCommand({
      TimePeriod: periodOf(period),
      Granularity: granularity,
      Metrics: [...metrics],
      ...(groupBy.length > 0 ? { GroupBy: groupBy.map((Key) => ({ Type: 'DIMENSION', Key })) } : {}),
      ...(expression === undefined ? {} : { Filter: expression }),
      NextPageToken: token,
    });
    return page(
      this.aws.read('GetCostAndUsage', (client, options) => client.send(command, options)),
      ({ ResultsByTime = [], DimensionValueAttributes = [], NextPageToken }) => ({
        page: {
          results: ResultsByTime.map(readResult),
          accountNames: Object.fromEntries(
            DimensionValueAttributes.flatMap(({ Value, Attributes }) =>
              Value !== undefined && Attributes?.description !== undefined ? [[Value, Attributes.description]] : [],
            ),
          ),
        },
        next: NextPageToken,
      }),
    );
  }

  recordTypes(period: CostPeriod, token?: string): Promise<PageOutcome<readonly string[]>> {
    const command = new GetDimensionValuesCommand({
      TimePeriod: periodOf(period),
      Dimension: 'RECORD_TYPE',
      Context: 'COST_AND_USAGE',
      NextPageToken: token,
    });
    return page(
      this.aws.read('GetDimensionValues', (client, options) => client.send(command, options)),
      ({ DimensionValues = [], NextPageToken }) => ({
        page: DimensionValues.flatMap(({ Value }) => (Value === undefined || Value === '' ? [] : [Value])),
        next: NextPageToken,
      }),
    );
  }

  reservationUtilization(period: CostPeriod, service: string, token?: string): Promise<PageOutcome<readonly ReservationRow[]>> {
    const command = new GetReservationUtilizationCommand({
      TimePeriod: periodOf(period),
      GroupBy: [{ Type: 'DIMENSION', Key: 'SUBSCRIPTION_ID' }],
      Filter: { Dimensions: { Key: 'SERVICE', Values: [service] } },
      NextPageToken: token,
    });
    return page(
      this.aws.read('GetReservationUtilization', (client, options) => client.send(command, options)),
      ({ UtilizationsByTime = [], NextPageToken }) => ({
        page: UtilizationsByTime.flatMap(({ Groups = [] }) => Groups.map(readReservation)),
        next: NextPageToken,
      }),
    );
  }

  savingsPlansUtilization(period: CostPeriod, token?: string): Promise<PageOutcome<readonly SavingsPlanRow[]>> {
    const command = new GetSavingsPlansUtilizationDetailsCommand({ TimePeriod: periodOf(period), MaxResults: largestPage, NextToken: token });
    return page(
      this.aws.read('GetSavingsPlansUtilizationDetails', (client, options) => client.send(command, options)),
      ({ SavingsPlansUtilizationDetails = [], NextToken }) => ({ page: SavingsPlansUtilizationDetails.map(readSavingsPlan), next: NextToken }),
    );
  }
}

/** Of 20 by default: a page is what costs money. */
const largestPage = 100;

const page = <Answer, Page>(
  answer: Promise<Answer>,
  read: (answer: Answer) => { readonly page: Page; readonly next: string | undefined },
): Promise<PageOutcome<Page>> => {
  const outcome = answer.then((received): PageOutcome<Page> => {
    const { page: content, next } = read(received);
    return { outcome: 'page', page: content, next: next === '' ? undefined : next };
  });
  return expecting<PageOutcome<Page>, PageOutcome<Page>>(outcome, {
    InvalidNextToken: anew,
    RequestChanged: anew,
    DataUnavailable: { outcome: 'noData' },
  });
};
