import type { CommandBus } from '@nestjs/cqrs';
import { ExecuteRoleBindingCommand, ExecuteTenantCommand } from '@orgledger/governance';
import { ExecuteReplicationCommand } from '@orgledger/replication';
import type { ReplicatorOptions } from '@orgledger/replication';

/** Wraps what the replicator tells other contexts in the command class of its aggregate. */
export const tellOn =
  (bus: CommandBus): ReplicatorOptions['tell'] =>
  (command) => {
    switch (command.type) {
      case 'RequestReplication':
      case 'RequestDryRun':
      case 'RequestSweep':
        return bus.execute(new ExecuteReplicationCommand(command));
      case 'GrantRole':
      case 'SetRoleBindingExpiry':
      case 'RevokeRoleBinding':
      case 'ExpireRoleBinding':
        return bus.execute(new ExecuteRoleBindingCommand(command));
      default:
        return bus.execute(new ExecuteTenantCommand(command));
    }
  };
