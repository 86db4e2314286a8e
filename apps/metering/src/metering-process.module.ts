import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { RuntimeModule } from '@orgledger/runtime';
import type { ProcessContext } from '@orgledger/runtime';
import { MeteringWorkerModule } from './metering.module.js';

/** Metering as a process of its own. */
@Module({})
export class MeteringProcessModule {
  static forRoot(process: ProcessContext): DynamicModule {
    return { module: MeteringProcessModule, imports: [RuntimeModule.forRoot(process), MeteringWorkerModule] };
  }
}
