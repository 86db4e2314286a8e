import { Inject, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { AwsConnections, PacerStore } from '@orgledger/aws';
import { Collector, MeteringModule } from '@orgledger/metering';
import { collectorProviders, METERING_AWS, METERING_PACER_STORE } from './collector.provider.js';

/**
 * Scheduled metering over the runtime of its process: collection here; whatever else runs by the clock (closing months, budgets) is a
 * provider beside it, started and stopped below. The only module that holds metering's AWS credentials.
 */
@Module({ imports: [MeteringModule], providers: [...collectorProviders] })
export class MeteringWorkerModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly collector: Collector,
    @Inject(METERING_AWS) private readonly aws: AwsConnections,
    @Inject(METERING_PACER_STORE) private readonly pacerStore: PacerStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.collector.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.collector.stop();
    this.aws.close();
    await this.pacerStore.close();
  }
}
