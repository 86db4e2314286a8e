import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { RunProgress, StepProgress } from '@orgledger/replication';
import { enumOf } from '../graphql/enum.js';
import { connectionOf } from '../graphql/page.js';
import { payloadOf, Success } from '../graphql/payload.js';

export const ReplicationStepName = enumOf('ReplicationStepName', [
  'account',
  'accountTags',
  'organizationalUnit',
  'accessRole',
  'alias',
  'access',
  'selfDowngrade',
  'done',
]);
export const StepState = enumOf('StepState', ['pending', 'running', 'waiting', 'changed', 'unchanged', 'failed', 'skipped']);
export const RunStatus = enumOf('RunStatus', ['running', 'completed', 'parked', 'superseded', 'cancelled']);
export const RunReason = enumOf('RunReason', ['created', 'changed', 'requested', 'drift', 'expiry', 'retry']);

@ObjectType({ description: 'Something that people should know.' })
export class Remark {
  @Field(() => String)
  readonly code!: string;

  @Field(() => String, { name: 'user', description: 'For whoever waits for the account.' })
  readonly forUser!: string;

  @Field(() => String, { name: 'operator', description: 'For whoever runs the platform.' })
  readonly forOperator!: string;
}

@ObjectType()
export class StepWait {
  @Field(() => String)
  readonly until!: string;

  @Field(() => String)
  readonly why!: string;
}

@ObjectType()
export class ReplicationStep {
  @Field(() => ReplicationStepName)
  readonly step!: StepProgress['step'];

  @Field(() => StepState)
  readonly state!: StepProgress['state'];

  @Field(() => String, { nullable: true })
  readonly startedAt?: string;

  @Field(() => String, { nullable: true })
  readonly endedAt?: string;

  @Field(() => Int, { description: 'Calls that change AWS, as planned.' })
  readonly planned!: number;

  @Field(() => Int, { description: 'Calls of these that are done.' })
  readonly done!: number;

  @Field(() => [Remark])
  readonly remarks!: readonly Remark[];

  @Field(() => [String], { description: 'AWS’s own ids, for support cases.' })
  readonly requestIds!: readonly string[];

  @Field(() => StepWait, { nullable: true })
  readonly waiting?: StepWait | undefined;
}

@ObjectType({ description: 'One run that makes AWS match for one tenant.' })
export class ReplicationRun {
  @Field(() => ID)
  readonly runId!: string;

  @Field(() => ID)
  readonly tenantId!: string;

  @Field(() => ID)
  readonly platformIdentifier!: string;

  @Field(() => RunReason)
  readonly reason!: RunProgress['reason'];

  @Field(() => RunStatus)
  readonly status!: RunProgress['status'];

  @Field(() => String)
  readonly startedAt!: string;

  @Field(() => String, { nullable: true })
  readonly endedAt?: string;

  @Field(() => String, { nullable: true })
  readonly accountId?: string;

  @Field(() => [ReplicationStep])
  readonly steps!: readonly ReplicationStep[];

  @Field(() => Int)
  readonly changes!: number;

  @Field(() => Remark, { nullable: true, description: 'Why it parked or was cancelled.' })
  readonly remark?: Remark;

  @Field(() => String, { nullable: true, description: 'When it is tried again by itself.' })
  readonly retryAt?: string;
}

export const ReplicationRunConnection = connectionOf(ReplicationRun);

@ObjectType({ description: 'A tenant that waits for a worker.' })
export class QueuedTenant {
  @Field(() => ID)
  readonly tenantId!: string;

  @Field(() => RunReason)
  readonly reason!: RunProgress['reason'];

  @Field(() => String, { description: 'Since when.' })
  readonly at!: string;
}

export const QueuedTenantConnection = connectionOf(QueuedTenant);

@ObjectType()
export class ReplicationRequestSuccess extends Success {
  @Field(() => ID)
  readonly tenantId!: string;
}

export const ReplicationRequestPayload = payloadOf('ReplicationRequest', ReplicationRequestSuccess);
