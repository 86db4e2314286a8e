import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { RuntimeModule } from '@orgledger/runtime';
import type { ProcessContext } from '@orgledger/runtime';
import { ApiModule } from './api.module.js';

/** The API as a process of its own. */
@Module({})
export class ApiProcessModule {
  static forRoot(process: ProcessContext): DynamicModule {
    return { module: ApiProcessModule, imports: [RuntimeModule.forRoot(process), ApiModule] };
  }
}
