import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { SweepView } from '@orgledger/replication';
import { CommandInput } from '../graphql/command-input.js';
import { enumOf } from '../graphql/enum.js';
import { Identifier } from '../graphql/input-fields.js';
import { connectionOf } from '../graphql/page.js';
import { payloadOf, Success } from '../graphql/payload.js';
import { ReplicationStepName } from './run.types.js';

export const RequestStatus = enumOf('RequestStatus', ['requested', 'completed', 'failed'], 'How far the replicator is with what it was asked for.');

@ObjectType()
export class UnreadableTenant {
  @Field(() => ID)
  readonly tenantId!: string;

  @Field(() => String)
  readonly message!: string;
}

@ObjectType()
export class SweepSummary {
  @Field(() => Int)
  readonly tenants!: number;

  @Field(() => Int, { description: 'Read completely, as the rotation has it; the others as far as the organisation’s lists show them.' })
  readonly readFully!: number;

  @Field(() => Int)
  readonly drifted!: number;

  @Field(() => Int, { description: 'Left out, because a run was waiting or under way, or there is no account yet.' })
  readonly skipped!: number;

  @Field(() => [UnreadableTenant])
  readonly unreadable!: readonly UnreadableTenant[];
}

@ObjectType({ description: 'A look at all tenants of a platform.' })
export class Sweep {
  @Field(() => ID)
  readonly sweepId!: string;

  @Field(() => ID)
  readonly platformIdentifier!: string;

  @Field(() => RequestStatus)
  readonly status!: SweepView['status'];

  @Field(() => String)
  readonly requestedAt!: string;

  @Field(() => String, { nullable: true })
  readonly endedAt?: string;

  @Field(() => SweepSummary, { nullable: true })
  readonly summary?: SweepSummary;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  readonly message?: string;
}

@ObjectType({ description: 'One difference between AWS and desired state, as the change that would mend it.' })
export class DriftItem {
  @Field(() => ReplicationStepName)
  readonly step!: string;

  @Field(() => String)
  readonly operation!: string;

  @Field(() => String)
  readonly reason!: string;
}

@ObjectType({ description: 'Known drift of a tenant that is not repaired.' })
export class Drift {
  @Field(() => ID)
  readonly tenantId!: string;

  @Field(() => ID)
  readonly platformIdentifier!: string;

  @Field(() => ID)
  readonly sweepId!: string;

  @Field(() => String, { description: 'When it was first seen.' })
  readonly detectedAt!: string;

  @Field(() => Boolean, { description: 'Whether a run repairs it, by the platform’s policy.' })
  readonly repair!: boolean;

  @Field(() => [DriftItem])
  readonly items!: readonly DriftItem[];
}

export const SweepConnection = connectionOf(Sweep);
export const DriftConnection = connectionOf(Drift);

@InputType()
export class RequestSweepInput extends CommandInput {
  @Identifier({ description: 'The platform.' })
  readonly platformIdentifier!: string;
}

@ObjectType()
export class SweepSuccess extends Success {
  @Field(() => ID, { description: 'Known before queries show the sweep.' })
  readonly sweepId!: string;
}

export const SweepPayload = payloadOf('Sweep', SweepSuccess);
