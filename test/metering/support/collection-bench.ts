import { connectToStub } from '@orgledger/aws/testing';
import type { StubConnection } from '@orgledger/aws/testing';
import { ScaledClock } from '@orgledger/kernel';
import type { PayerSettings } from '@orgledger/metering';
import { Collecting } from './collecting.js';
import { meteringExternalId, meteringUser, payerAccountId } from './stub-cost-explorer.js';
import type { StubCostExplorer } from './stub-cost-explorer.js';

export const payer: PayerSettings = {
  payerAccountId,
  displayName: 'Acme',
  partition: 'aws',
  region: 'us-east-1',
  principalArn: meteringUser,
  role: { name: 'MeshCostExplorerServiceRole', path: '/' },
  externalId: meteringExternalId,
  billingCurrency: 'USD',
  costs: 'gross',
  monthlyRequestBudget: '25',
  optionalCalls: { commitmentUsage: false, dailyCosts: false },
};

const prices = { usdPerRequest: '0.01', groupsPerPage: 5_000 };
/** Product hours go by in wall seconds, for waits; the date stays the same day. */
const clockScale = 200;

/** Collection over a stub of AWS. */
export class CollectionBench extends Collecting {
  private constructor(
    readonly aws: StubCostExplorer,
    readonly stub: StubConnection,
    readonly clock: ScaledClock,
    settings: Partial<PayerSettings>,
  ) {
    super({ payer: { ...payer, ...settings }, clock, connect: () => stub.payer, prices });
  }

  static async open(aws: StubCostExplorer, settings: Partial<PayerSettings> = {}, now = '2026-06-09T04:00:00.000Z'): Promise<CollectionBench> {
    const stub = await connectToStub(aws.answer, { wire: { callTimeoutMs: 30_000 } });
    const clock = new ScaledClock({ origin: Date.parse(now), wallOrigin: Date.now(), scale: clockScale });
    return new CollectionBench(aws, stub, clock, settings).begin();
  }

  /** Another time line from now on. */
  setClock(now: string): void {
    this.clock.follow({ origin: Date.parse(now), wallOrigin: Date.now(), scale: clockScale });
  }

  override async close(): Promise<void> {
    await super.close();
    await this.stub.close();
  }
}
