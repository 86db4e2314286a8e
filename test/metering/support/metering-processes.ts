import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../../tools/lab/child-process.js';
import type { StartedChild } from '../../../tools/lab/child-process.js';
import { printedPolicies } from '../../../tools/lab/connect-platform.js';
import { graphqlClient } from '../../../tools/lab/graphql-client.js';
import type { GraphqlClient } from '../../../tools/lab/graphql-client.js';
import { meteringEnvironment, registerPayer } from '../../../tools/lab/payer.js';
import { region, registerPlatform } from '../../../tools/lab/registration.js';
import { sandboxControl } from '../../../tools/lab/sandbox-control.js';
import type { SandboxControl } from '../../../tools/lab/sandbox-control.js';
import { startSandboxProcess } from '../../../tools/lab/sandbox-process.js';
import type { SandboxReady } from '../../../tools/lab/sandbox-process.js';
import { commandIdOf } from '../../../tools/lab/command-ids.js';
import { labPlatform } from '../../../tools/lab/lab.js';
import { withoutRates } from '../../sandbox/support/identity-sandbox.js';
import { applyPolicies } from '../../support/apply-policies.js';

/** The API, which holds no credentials of AWS, and a payer whose metering principals are made as `orgledger aws policies` prints them. */
export interface MeteringProcesses {
  readonly organisation: SandboxReady;
  readonly control: SandboxControl;
  readonly client: GraphqlClient;
  /** For the `orgledger` command. */
  readonly environment: Readonly<Record<string, string>>;
  readonly dataDir: string;
  /** A process of apps/metering over the same data. */
  startMetering(): Promise<StartedChild<unknown>>;
  stop(): Promise<void>;
}

const identityCenter = { instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', identityStoreId: 'd-0123456789', permissionSets: {} };

/** Pages are small, so that a month has many; calls are not held back. */
const writeQuotas = (file: string): string => {
  const table = withoutRates();
  writeFileSync(file, JSON.stringify({ ...table, costexplorer: { ...(table.costexplorer as object), groupsPerPage: 25 } }));
  return file;
};

export const startMeteringProcesses = async (
  origin: string,
  costs: { readonly accounts: number; readonly months: number },
): Promise<MeteringProcesses> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'orgledger-metering-'));
  const quotasFile = writeQuotas(join(dataDir, 'quotas.json'));
  const sandbox = await startSandboxProcess({ seed: 'metering', scale: 20, origin, quotasFile });
  const { endpoint, admin, managementAccountId } = sandbox.ready;
  const control = sandboxControl(endpoint);
  await control.seed({ accounts: costs.accounts, costs: { months: costs.months } });
  const started: StartedChild<unknown>[] = [sandbox];
  const start = async <Ready>(name: 'api' | 'metering', env: Readonly<Record<string, string>> = {}): Promise<StartedChild<Ready>> => {
    const child = await startChild<Ready>(`dist/apps/${name}/src/main.js`, [], {
      env: {
        ORGLEDGER_DATA_DIR: dataDir,
        ORGLEDGER_PORT: '0',
        ORGLEDGER_READY_JSON: '1',
        ORGLEDGER_AWS_ENDPOINT: endpoint,
        ORGLEDGER_QUOTAS_FILE: quotasFile,
        ORGLEDGER_COLLECT_AT: 'off',
        ORGLEDGER_CLOSE_AT: 'off',
        ORGLEDGER_LOG_LEVEL: 'warn',
        ...env,
      },
    });
    started.push(child);
    return child;
  };

  const api = await start<{ readonly port: number; readonly apiKey: string }>('api');
  const { port, apiKey } = api.ready;
  const url = `http://127.0.0.1:${port}`;
  const client = graphqlClient(`${url}/graphql`, apiKey);
  await registerPlatform(client, labPlatform, sandbox.ready, identityCenter, commandIdOf('platform'));
  await registerPayer(client, labPlatform.identifier, sandbox.ready);
  const printed = printedPolicies({ endpoint: url, apiKey }, labPlatform.identifier).filter(({ id }) => id === 'meteringUser' || id === 'metering');
  const { accessKeys } = await applyPolicies(printed, { endpoint, region, ...admin });
  await control.advance(60_000);
  const key = accessKeys.meteringUser;
  if (!key) throw new Error(`nothing of metering is printed for payer ${managementAccountId}`);
  return {
    organisation: sandbox.ready,
    control,
    client,
    environment: { ORGLEDGER_ENDPOINT: url, ORGLEDGER_API_KEY: apiKey },
    dataDir,
    startMetering: () => start('metering', meteringEnvironment(key)),
    stop: async () => {
      await Promise.all(started.map((child) => child.kill()));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
