import type { Service } from '../../core/service.js';
import { getCostAndUsage } from './api/get-cost-and-usage.operation.js';
import { getDimensionValues } from './api/get-dimension-values.operation.js';
import { COST_EXPLORER, initialLedger } from './facts/ledger.js';
import { costExplorerNotBuilt } from './not-built.js';

/** Cost Explorer: what Amortized, Unblended and the other metrics say about a bill that follows from planted and drawn facts. */
export const costExplorerService: Service = {
  id: COST_EXPLORER,
  signingName: 'ce',
  protocol: { kind: 'awsJson1.1', targetPrefix: 'AWSInsightsIndexService' },
  operations: [getCostAndUsage, getDimensionValues],
  notBuilt: costExplorerNotBuilt,
  initialState: initialLedger,
};
