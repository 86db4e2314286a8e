/** Settings that keep every rule, as GraphQL takes them. */
export const samplePayerSettings = {
  displayName: 'Acme',
  partition: 'AWS',
  region: 'us-east-1',
  principalArn: 'arn:aws:iam::222233334444:user/metering',
  role: { name: 'MeshCostExplorerServiceRole', path: '/' },
  costs: 'GROSS',
  monthlyRequestBudget: '25.00',
  optionalCalls: { commitmentUsage: true, dailyCosts: true },
};
