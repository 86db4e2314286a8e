import { Inject, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { AwsConnections, PacerStore } from '@orgledger/aws';
import { Collector, MeteringModule, MonthCloser } from '@orgledger/metering';
import { AlertsModule } from './alerts.module.js';
import { closerProvider } from './closer.provider.js';
import { collectorProviders, METERING_AWS, METERING_PACER_STORE } from './collector.provider.js';

/** Metering's work over the runtime of its process: collecting costs, watching over them and closing months. The only module that holds metering's AWS credentials. */
@Module({ imports: [MeteringModule, AlertsModule], providers: [...collectorProviders, closerProvider] })
export class MeteringWorkerModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly collector: Collector,
    private readonly closer: MonthCloser,
    @Inject(METERING_AWS) private readonly aws: AwsConnections,
    @Inject(METERING_PACER_STORE) private readonly pacerStore: PacerStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.collector.start();
    await this.closer.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.closer.stop();
    await this.collector.stop();
    this.aws.close();
    await this.pacerStore.close();
  }
}
