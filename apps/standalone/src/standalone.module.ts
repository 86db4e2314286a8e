import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Configuration } from '@orgledger/config';
import { governanceProjection, governanceReactions } from '@orgledger/governance';
import { replicationProjections } from '@orgledger/replication';
import { RuntimeModule } from '@orgledger/runtime';
import { ApiModule } from '../../api/src/api.module.js';
import { ReplicatorModule } from '../../replicator/src/replicator.module.js';

/** API and replicator in one process, for evaluation and small installations. */
@Module({})
export class StandaloneModule {
  static forRoot(configuration: Configuration): DynamicModule {
    const runtime = {
      process: 'standalone',
      configuration,
      projections: [governanceProjection, ...replicationProjections],
      reactions: governanceReactions,
    };
    return { module: StandaloneModule, imports: [RuntimeModule.forRoot(runtime), ReplicatorModule, ApiModule] };
  }
}
