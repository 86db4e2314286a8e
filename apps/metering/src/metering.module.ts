import { Inject, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { AwsConnections, PacerStore } from '@orgledger/aws';
import { GovernanceModule, PaymentMethodSchedule } from '@orgledger/governance';
import { Collector, MeteringModule, MonthCloser } from '@orgledger/metering';
import { AlertsModule } from './alerts.module.js';
import { closerProvider } from './closer.provider.js';
import { collectorProviders, METERING_AWS, METERING_PACER_STORE } from './collector.provider.js';
import { paymentMethodScheduleProvider } from './payment-method-schedule.provider.js';

/** Metering's work over the runtime of its process: collecting costs, watching over them, closing months, and payment methods that expire. The only module that holds metering's AWS credentials. */
@Module({
  imports: [MeteringModule, GovernanceModule, AlertsModule],
  providers: [...collectorProviders, closerProvider, paymentMethodScheduleProvider],
})
export class MeteringWorkerModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly collector: Collector,
    private readonly closer: MonthCloser,
    private readonly paymentMethods: PaymentMethodSchedule,
    @Inject(METERING_AWS) private readonly aws: AwsConnections,
    @Inject(METERING_PACER_STORE) private readonly pacerStore: PacerStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.collector.start();
    await this.closer.start();
    this.paymentMethods.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.paymentMethods.stop();
    await this.closer.stop();
    await this.collector.stop();
    this.aws.close();
    await this.pacerStore.close();
  }
}
