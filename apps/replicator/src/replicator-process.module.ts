import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { RuntimeModule } from '@orgledger/runtime';
import type { ProcessContext } from '@orgledger/runtime';
import { ReplicatorModule } from './replicator.module.js';

/** The replicator as a process of its own. */
@Module({})
export class ReplicatorProcessModule {
  static forRoot(process: ProcessContext): DynamicModule {
    return { module: ReplicatorProcessModule, imports: [RuntimeModule.forRoot(process), ReplicatorModule] };
  }
}
