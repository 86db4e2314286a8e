import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GovernanceModule } from '@orgledger/governance';
import { VIEWS } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import { ReplicationQueue } from './queue/queue.store.js';
import { createReplicationQueries, REPLICATION_QUERIES } from './replication-queries.view.js';
import { ReplicationCommandHandler } from './requests/replication.handlers.js';

/** Requests to replication and its read models, for any process: nothing here reaches AWS. */
@Module({
  imports: [CqrsModule, GovernanceModule],
  providers: [
    ReplicationCommandHandler,
    {
      provide: REPLICATION_QUERIES,
      useFactory: async (views: ViewsDatabase) => {
        // The queue's tables are no projection's: whoever asks first makes them.
        await new ReplicationQueue(views).create();
        return createReplicationQueries(views);
      },
      inject: [VIEWS],
    },
  ],
  exports: [REPLICATION_QUERIES],
})
export class ReplicationModule {}
