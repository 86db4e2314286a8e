import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { RuntimeModule } from '@orgledger/runtime';
import type { ProcessContext } from '@orgledger/runtime';
import { ApiModule } from '../../api/src/api.module.js';
import { MeteringWorkerModule } from '../../metering/src/metering.module.js';
import { ReplicatorModule } from '../../replicator/src/replicator.module.js';

/** API, replicator and metering in one process, for evaluation and small installations. */
@Module({})
export class StandaloneModule {
  static forRoot(process: ProcessContext): DynamicModule {
    return { module: StandaloneModule, imports: [RuntimeModule.forRoot(process), ReplicatorModule, MeteringWorkerModule, ApiModule] };
  }
}
