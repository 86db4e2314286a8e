import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { METERING_REPORT_QUERIES } from '@orgledger/metering';
import type { CostQuery, MeteringReportQueries } from '@orgledger/metering';
import { CostReportInput } from './cost-report.inputs.js';
import { CostReport } from './cost-report.types.js';

@Resolver()
export class CostReportResolver {
  constructor(@Inject(METERING_REPORT_QUERIES) private readonly queries: MeteringReportQueries) {}

  @Query(() => CostReport, { description: 'Costs by month or day, grouped, filtered and ranked.' })
  @RequiresPermission('costs:read')
  async costReport(@Args('input') input: CostReportInput): Promise<CostReport> {
    const { endCursor, hasNextPage, ...report } = await this.queries.costReport(input as CostQuery);
    return { ...report, pageInfo: { endCursor, hasNextPage } };
  }
}
