import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Configuration } from '@orgledger/config';
import { governanceProjection, governanceReactions } from '@orgledger/governance';
import { replicationProjections } from '@orgledger/replication';
import { RuntimeModule } from '@orgledger/runtime';
import { ApiModule } from './api.module.js';

/** The API as a process of its own. */
@Module({})
export class ApiProcessModule {
  static forRoot(configuration: Configuration): DynamicModule {
    return {
      module: ApiProcessModule,
      imports: [
        RuntimeModule.forRoot({
          process: 'api',
          configuration,
          projections: [governanceProjection, ...replicationProjections],
          reactions: governanceReactions,
        }),
        ApiModule,
      ],
    };
  }
}
