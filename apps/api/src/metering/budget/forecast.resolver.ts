import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries } from '@orgledger/governance';
import { checkCurrency, CLOCK } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { findScope, METERING_REPORT_QUERIES } from '@orgledger/metering';
import type { MeteringReportQueries } from '@orgledger/metering';
import { CostForecastInput } from './budget.inputs.js';
import { BudgetFigures } from './budget.types.js';

@Resolver()
export class ForecastResolver {
  constructor(
    @Inject(METERING_REPORT_QUERIES) private readonly queries: MeteringReportQueries,
    @Inject(GOVERNANCE_QUERIES) private readonly governance: GovernanceQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => BudgetFigures, { description: 'The current month of a workspace, project or payment method, without a budget.' })
  @RequiresPermission('costs:read')
  async costForecast(@Args('input') { scope, metric, currency }: CostForecastInput): Promise<BudgetFigures> {
    const of = { scope: await findScope(this.governance, scope), metric, currency: checkCurrency('currency', currency) };
    const [figures] = await this.queries.budgetFigures([of], this.clock.now().toISOString());
    if (!figures) throw new Error('a forecast of one scope is one forecast');
    return figures;
  }
}
