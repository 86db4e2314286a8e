import type { Service } from '../../core/service.js';
import { getCostAndUsage } from './api/get-cost-and-usage.operation.js';
import { getDimensionValues } from './api/get-dimension-values.operation.js';
import { getReservationCoverage } from './api/get-reservation-coverage.operation.js';
import { getReservationUtilization } from './api/get-reservation-utilization.operation.js';
import { getSavingsPlansCoverage } from './api/get-savings-plans-coverage.operation.js';
import { getTags } from './api/get-tags.operation.js';
import { getSavingsPlansUtilization, getSavingsPlansUtilizationDetails } from './api/savings-plans-utilization.operations.js';
import { COST_EXPLORER, initialLedger } from './facts/ledger.js';
import { costExplorerNotBuilt } from './not-built.js';

/** Cost Explorer: what Amortized, Unblended and the other metrics say about a bill that follows from planted and drawn facts. */
export const costExplorerService: Service = {
  id: COST_EXPLORER,
  signingName: 'ce',
  protocol: { kind: 'awsJson1.1', targetPrefix: 'AWSInsightsIndexService' },
  operations: [
    getCostAndUsage,
    getDimensionValues,
    getTags,
    getReservationUtilization,
    getReservationCoverage,
    getSavingsPlansUtilization,
    getSavingsPlansUtilizationDetails,
    getSavingsPlansCoverage,
  ],
  notBuilt: costExplorerNotBuilt,
  initialState: initialLedger,
};
