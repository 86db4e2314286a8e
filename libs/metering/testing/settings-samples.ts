import type { PayerSettingsInput } from '../src/index.js';

/** 43 characters base64url, none of a platform's. */
export const samplePayerExternalId = 'MeTeRiNgMeTeRiNgMeTeRiNgMeTeRiNg0123456789-';

export const samplePayerSettings: PayerSettingsInput = {
  displayName: 'Acme',
  partition: 'aws',
  region: 'us-east-1',
  principalArn: 'arn:aws:iam::222222222222:user/metering',
  role: { name: 'MeshCostExplorerServiceRole', path: '/' },
  costs: 'gross',
  monthlyRequestBudget: '25.00',
  optionalCalls: { commitmentUsage: true, dailyCosts: true },
};
