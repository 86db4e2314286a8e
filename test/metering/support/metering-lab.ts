import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { connectSandboxClock, createAwsConnections, defaultFeatures, MemoryPacerStore, printPolicies, renderPrincipals } from '@orgledger/aws';
import type { PolicyFeatures, PolicyProfile, RenderedPrincipal } from '@orgledger/aws';
import { requestPrices } from '@orgledger/metering';
import type { PayerSettings } from '@orgledger/metering';
import { startSandbox } from '../../../apps/sandbox/src/sandbox.js';
import type { Sandbox } from '../../../apps/sandbox/src/sandbox.js';
import { sandboxControl } from '../../../tools/lab/sandbox-control.js';
import type { SandboxControl } from '../../../tools/lab/sandbox-control.js';
import { withoutRates } from '../../sandbox/support/identity-sandbox.js';
import { applyPolicies } from '../../support/apply-policies.js';
import { platform } from '../../support/policy-options.js';
import { Collecting } from './collecting.js';

export interface MeteringLabOptions {
  readonly at: string;
  /** Body of `POST /_sandbox/seed`. */
  readonly seed: unknown;
  readonly profile?: PolicyProfile;
  readonly features?: Partial<PolicyFeatures>;
  readonly settings?: Partial<PayerSettings>;
  /** What an administrator makes of the print; default: the print itself. */
  readonly applied?: (printed: readonly RenderedPrincipal[]) => readonly RenderedPrincipal[];
}

const region = 'us-east-1';
const groupsPerPage = 25;
const externalId = 'Zm9yLW1ldGVyaW5nLW9ubHktbm90LWEtc2VjcmV0LWE';

/** Pages are small, so that a month has many; calls are not held back. */
const quotas = () => {
  const table = withoutRates();
  return { ...table, costexplorer: { ...(table.costexplorer as object), groupsPerPage } };
};

/** An organisation with a bill, the printed principals of metering alone, and a collector that has nothing but their key. */
export interface MeteringLab {
  readonly control: SandboxControl;
  readonly printed: readonly RenderedPrincipal[];
  readonly collecting: Collecting;
  /** Of the organisation's administrator: for reading what is there by another way. */
  readonly costExplorer: CostExplorerClient;
  readonly payerAccountId: string;
  close(): Promise<void>;
}

export const startMeteringLab = async (options: MeteringLabOptions): Promise<MeteringLab> => {
  const sandbox = await startSandbox({ seed: 'metering', scale: 60, origin: Date.parse(options.at), quotas: quotas() });
  const control = sandboxControl(sandbox.endpoint);
  await control.seed(options.seed);
  const payer = payerOn(sandbox, options.settings);
  const printed = printFor(sandbox, payer, options);
  const admin = { endpoint: sandbox.endpoint, region, ...sandbox.admin };
  const { accessKeys } = await applyPolicies((options.applied ?? ((all) => all))(printed), admin);
  const key = accessKeys.meteringUser;
  if (!key) throw new Error('the metering user has no key');
  // IAM shows new policies late.
  await control.advance(60_000);
  const followed = await connectSandboxClock(sandbox.endpoint, 50);
  const { clock } = followed;
  const connections = createAwsConnections({
    wire: { endpoint: sandbox.endpoint, callTimeoutMs: 20_000 },
    clock,
    quotas: quotas(),
    credentials: { kind: 'static', ...key },
    pacerStore: new MemoryPacerStore(),
    observer: () => undefined,
  });
  const connection = connections.forPayer(payer, { worker: 'lab' });
  const collecting = await Collecting.start({ payer, clock, connect: () => connection, prices: requestPrices(quotas()) });
  const costExplorer = new CostExplorerClient({ endpoint: sandbox.endpoint, region, credentials: sandbox.admin });
  return {
    control,
    printed,
    collecting,
    costExplorer,
    payerAccountId: payer.payerAccountId,
    close: async () => {
      await collecting.close();
      followed.close();
      connections.close();
      costExplorer.destroy();
      await sandbox.close();
    },
  };
};

const payerOn = (sandbox: Sandbox, settings: Partial<PayerSettings> = {}): PayerSettings => ({
  payerAccountId: sandbox.managementAccountId,
  displayName: 'Acme',
  partition: 'aws',
  region,
  principalArn: `arn:aws:iam::${sandbox.platformAccountId}:user/metering`,
  role: { name: 'MeshCostExplorerServiceRole', path: '/' },
  externalId,
  billingCurrency: 'USD',
  costs: 'gross',
  monthlyRequestBudget: '25',
  optionalCalls: { commitmentUsage: true, dailyCosts: true },
  ...settings,
});

/** Of all that is printed only what metering needs: nothing else may help it. */
const printFor = (sandbox: Sandbox, payer: PayerSettings, { profile = 'minimal', features }: MeteringLabOptions): readonly RenderedPrincipal[] => {
  const { managementAccountId, platformAccountId, automationAccountId } = sandbox;
  const { identityCenter: _, ...plain } = platform;
  const printed = printPolicies({
    profile,
    platform: {
      ...plain,
      managementAccountId,
      platformAccountId,
      automationAccountId,
      principalArn: `arn:aws:iam::${platformAccountId}:user/meshfed-service-user`,
    },
    features: { ...defaultFeatures, identityCenter: false, ...features },
    metering: { userArn: payer.principalArn, role: payer.role, externalId: payer.externalId },
  });
  return renderPrincipals(printed).filter(({ id }) => id === 'meteringUser' || id === 'metering');
};
