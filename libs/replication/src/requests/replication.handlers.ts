import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { GOVERNANCE_QUERIES } from '@orgledger/governance';
import type { GovernanceQueries } from '@orgledger/governance';
import { DomainError, isUuid } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import { dryRunDecider } from '../dry-run/dry-run.decider.js';
import type { DryRunEvent } from '../dry-run/dry-run.events.js';
import type { ReplicationRequested } from '../run/run.events.js';
import { sweepDecider } from '../sweep/sweep.decider.js';
import type { SweepEvent } from '../sweep/sweep.events.js';
import type { DryRunSubject, ReplicationCommand, RequestReplication } from './replication.commands.js';

export class ExecuteReplicationCommand extends Command<Executed<ReplicationRequested | DryRunEvent | SweepEvent>> {
  constructor(readonly command: ReplicationCommand) {
    super();
  }
}

/** Every request is an event that the replicator answers: whoever asks needs no credentials of AWS. */
const requestDecider: Decider<RequestReplication, null, ReplicationRequested> = {
  initial: null,
  decide: ({ tenantId }) => [{ type: 'ReplicationRequested', tenantId }],
  evolve: (state) => state,
};

@CommandHandler(ExecuteReplicationCommand)
export class ReplicationCommandHandler implements ICommandHandler<ExecuteReplicationCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(GOVERNANCE_QUERIES) private readonly governance: GovernanceQueries,
  ) {}

  async execute({ command }: ExecuteReplicationCommand): Promise<Executed<ReplicationRequested | DryRunEvent | SweepEvent>> {
    switch (command.type) {
      case 'RequestReplication':
        await this.checkTenant(command.tenantId);
        return executeCommand(this.store, requestDecider, `replicationrequest-${command.tenantId}`, command);
      case 'RequestDryRun':
        await this.checkSubject(command.subject);
        return executeCommand(this.store, dryRunDecider, `dryrun-${uuidIn('dryRunId', command.dryRunId)}`, command);
      case 'RequestSweep':
        await this.checkPlatform(command.platformIdentifier);
        return executeCommand(this.store, sweepDecider, `sweep-${uuidIn('sweepId', command.sweepId)}`, command);
    }
  }

  private checkSubject(subject: DryRunSubject): Promise<void> {
    return subject.kind === 'tenant' ? this.checkTenant(subject.tenantId) : this.checkPlatform(subject.platformIdentifier);
  }

  // Only to give a clear answer: a request for what is not there would be harmless.
  private async checkTenant(tenantId: string): Promise<void> {
    if (!(await this.governance.tenant(uuidIn('tenantId', tenantId))))
      throw new DomainError('TENANT_NOT_FOUND', `There is no tenant ${tenantId}.`, { field: 'tenantId' });
  }

  private async checkPlatform(platformIdentifier: string): Promise<void> {
    if (!(await this.governance.platform(platformIdentifier)))
      throw new DomainError('PLATFORM_NOT_FOUND', `There is no platform ${platformIdentifier}.`, { field: 'platformIdentifier' });
  }
}

const uuidIn = (field: string, value: string): string => {
  if (!isUuid(value)) throw new DomainError('FIELD_MALFORMED', `${field} must be a UUID.`, { field });
  return value.toLowerCase();
};
