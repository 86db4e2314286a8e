import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Configuration } from '@orgledger/config';
import { governanceProjection, governanceReactions } from '@orgledger/governance';
import { replicationProjections } from '@orgledger/replication';
import { RuntimeModule } from '@orgledger/runtime';
import { ReplicatorModule } from './replicator.module.js';

/** The replicator as a process of its own. */
@Module({})
export class ReplicatorProcessModule {
  static forRoot(configuration: Configuration): DynamicModule {
    const runtime = {
      process: 'replicator',
      configuration,
      projections: [governanceProjection, ...replicationProjections],
      reactions: governanceReactions,
    };
    return { module: ReplicatorProcessModule, imports: [RuntimeModule.forRoot(runtime), ReplicatorModule] };
  }
}
