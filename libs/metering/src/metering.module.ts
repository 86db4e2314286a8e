import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GovernanceModule } from '@orgledger/governance';

/** Commands and queries of metering over the process's stores; nothing here reaches AWS. */
@Module({ imports: [CqrsModule, GovernanceModule], providers: [], exports: [] })
export class MeteringModule {}
