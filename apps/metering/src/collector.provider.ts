import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAwsConnections, SqlitePacerStore } from '@orgledger/aws';
import type { AwsConnections, PacerStore, QuotaData } from '@orgledger/aws';
import { CONFIGURATION } from '@orgledger/config';
import type { Configuration } from '@orgledger/config';
import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { CLOCK, uuidv7 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { Collector, loadPayer, METERING_SETTINGS_QUERIES, PageCache, requestPrices } from '@orgledger/metering';
import type { MeteringSettingsQueries } from '@orgledger/metering';
import { LOGGER } from '@orgledger/observability';
import type { Logger } from '@orgledger/observability';
import { PROJECTION_RUNNER, VIEWS } from '@orgledger/projections';
import type { ProjectionRunner, ViewsDatabase } from '@orgledger/projections';

/** Injection tokens of what has to be closed after the collector has stopped. */
export const METERING_AWS = Symbol('MeteringAwsConnections');
export const METERING_PACER_STORE = Symbol('MeteringPacerStore');

const QUOTAS = Symbol('MeteringQuotas');
/** Names this start in leases and AWS sessions. */
const WORKER = Symbol('MeteringWorker');

const credentialSettings =
  'ORGLEDGER_METERING_ACCESS_KEY_ID and ORGLEDGER_METERING_SECRET_ACCESS_KEY, ORGLEDGER_METERING_CREDENTIALS_FILE or ORGLEDGER_METERING_WEB_IDENTITY_TOKEN_FILE';

/** Collection with the credentials of metering, and nobody else's. */
export const collectorProviders = [
  { provide: WORKER, useFactory: (clock: Clock) => `orgledger-metering-${uuidv7(clock.now())}`, inject: [CLOCK] },
  {
    provide: METERING_PACER_STORE,
    // The replicator's quotas, too: both may ask the same account for its list of accounts.
    useFactory: ({ dataDir }: Configuration) => new SqlitePacerStore(join(dataDir, 'pacer.sqlite')),
    inject: [CONFIGURATION],
  },
  {
    provide: QUOTAS,
    useFactory: ({ aws }: Configuration) => JSON.parse(readFileSync(aws.quotasFile, 'utf8')) as QuotaData,
    inject: [CONFIGURATION],
  },
  {
    provide: METERING_AWS,
    useFactory: ({ aws, metering }: Configuration, clock: Clock, quotas: QuotaData, pacerStore: PacerStore, logger: Logger): AwsConnections =>
      createAwsConnections({
        wire: { callTimeoutMs: aws.callTimeoutMs, ...(aws.endpoint === undefined ? {} : { endpoint: aws.endpoint }) },
        clock,
        quotas,
        credentials: metering.credentials.kind === 'none' ? { kind: 'none', set: credentialSettings } : metering.credentials,
        pacerStore,
        observer: (call) => logger.debug(call, 'AWS was called'),
      }),
    inject: [CONFIGURATION, CLOCK, QUOTAS, METERING_PACER_STORE, LOGGER],
  },
  {
    provide: Collector,
    useFactory: (
      store: EventStore,
      views: ViewsDatabase,
      projections: ProjectionRunner,
      settings: MeteringSettingsQueries,
      aws: AwsConnections,
      clock: Clock,
      logger: Logger,
      { metering: { collectAt } }: Configuration,
      quotas: QuotaData,
      owner: string,
    ) =>
      new Collector({
        store,
        views,
        projections,
        clock,
        logger,
        owner,
        collectAt,
        cache: new PageCache(views),
        prices: requestPrices(quotas),
        payer: (payerAccountId) => loadPayer(store, payerAccountId),
        payers: async () => (await settings.payers()).filter(({ status }) => status === 'registered').map(({ payerAccountId }) => payerAccountId),
        connect: (payer) => aws.forPayer(payer, { worker: owner }),
      }),
    inject: [EVENT_STORE, VIEWS, PROJECTION_RUNNER, METERING_SETTINGS_QUERIES, METERING_AWS, CLOCK, LOGGER, CONFIGURATION, QUOTAS, WORKER],
  },
];
