import type { AccessKey } from '../../test/support/apply-policies.js';
import { commandIdOf } from './command-ids.js';
import type { GraphqlClient } from './graphql-client.js';
import { region } from './registration.js';
import type { SandboxReady } from './sandbox-process.js';

export const meteringUser = 'orgledger-metering';

/** The environment that gives a process metering's credentials. */
export const meteringEnvironment = ({ accessKeyId, secretAccessKey }: AccessKey): Readonly<Record<string, string>> => ({
  ORGLEDGER_METERING_ACCESS_KEY_ID: accessKeyId,
  ORGLEDGER_METERING_SECRET_ACCESS_KEY: secretAccessKey,
});

/** Registers the organisation's management account as a payer, whose costs metering's own user reads. */
export const registerPayer = (client: GraphqlClient, platformIdentifier: string, sandbox: SandboxReady, optionalCalls = true) =>
  client.mutate<{ commandId: string }>(
    'registerPayer',
    'RegisterPayerInput',
    {
      commandId: commandIdOf('payer', sandbox.managementAccountId),
      payerAccountId: sandbox.managementAccountId,
      platformIdentifier,
      settings: {
        displayName: 'Acme',
        partition: 'AWS',
        region,
        principalArn: `arn:aws:iam::${sandbox.platformAccountId}:user/${meteringUser}`,
        role: { name: 'MeshCostExplorerServiceRole', path: '/' },
        costs: 'GROSS',
        monthlyRequestBudget: '25.00',
        optionalCalls: { commitmentUsage: optionalCalls, dailyCosts: optionalCalls },
      },
    },
    '... on PayerSuccess { commandId }',
  );
