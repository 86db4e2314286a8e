import { ArgsType, InputType } from '@nestjs/graphql';
import type { RunProgress } from '@orgledger/replication';
import { CommandInput } from '../graphql/command-input.js';
import { Choice, Identifier, Uuid } from '../graphql/input-fields.js';
import { PageArgs } from '../graphql/page.js';
import { RunStatus } from './run.types.js';

@InputType()
export class RequestReplicationInput extends CommandInput {
  @Uuid({ description: 'The tenant.' })
  readonly tenantId!: string;
}

@ArgsType()
export class ReplicationRunsArgs extends PageArgs {
  @Uuid({ optional: true, description: 'Only of this tenant.' })
  readonly tenantId?: string;

  @Identifier({ optional: true, description: 'Only on this platform.' })
  readonly platformIdentifier?: string;

  @Choice(() => RunStatus, { optional: true, description: 'Only these.' })
  readonly status?: RunProgress['status'];
}

@ArgsType()
export class ReplicationProgressArgs {
  @Uuid({ optional: true, description: 'Only of this tenant; left out, of all.' })
  readonly tenantId?: string;
}
