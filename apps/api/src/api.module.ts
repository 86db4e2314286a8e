import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver } from '@nestjs/mercurius';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { AccessModule, ApiKeyStore } from '@orgledger/access';
import { GovernanceModule } from '@orgledger/governance';
import { CLOCK } from '@orgledger/kernel';
import { MeteringModule } from '@orgledger/metering';
import { NotificationModule } from '@orgledger/notification';
import { ReplicationModule } from '@orgledger/replication';
import { ExportsModule } from './exports/exports.module.js';
import { CommandGateway } from './graphql/command-gateway.js';
import { FailuresFilter } from './graphql/failures.filter.js';
import { graphQLOptions } from './graphql/graphql.options.js';
import { InputPipe } from './graphql/input.pipe.js';
import { HealthController } from './health/health.controller.js';
import { requestPricesProvider } from './metering/collection/request-prices.provider.js';
import { RunProgressFeed } from './replication/run-progress.feed.js';
import { resolvers } from './resolvers.js';

/** GraphQL and health over the runtime of its process. Holds no AWS credentials. */
@Module({
  imports: [
    AccessModule,
    GovernanceModule,
    ReplicationModule,
    MeteringModule,
    NotificationModule,
    ExportsModule,
    GraphQLModule.forRootAsync<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      imports: [AccessModule],
      useFactory: graphQLOptions,
      inject: [ApiKeyStore, CLOCK],
    }),
  ],
  controllers: [HealthController],
  providers: [
    ...resolvers,
    CommandGateway,
    RunProgressFeed,
    requestPricesProvider,
    { provide: APP_FILTER, useClass: FailuresFilter },
    { provide: APP_PIPE, useClass: InputPipe },
  ],
})
export class ApiModule {}
