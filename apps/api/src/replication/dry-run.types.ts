import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Change as PlannedChange, DryRunView } from '@orgledger/replication';
import { JsonScalar } from '../graphql/json.scalar.js';
import { connectionOf } from '../graphql/page.js';
import { payloadOf, Success } from '../graphql/payload.js';
import { Remark, ReplicationStepName } from './run.types.js';
import { RequestStatus } from './sweep.types.js';

@ObjectType({ description: 'One call that would change AWS.' })
export class Change {
  @Field(() => ReplicationStepName)
  readonly step!: PlannedChange['step'];

  @Field(() => String)
  readonly service!: string;

  @Field(() => String)
  readonly operation!: string;

  @Field(() => JsonScalar, { description: 'Named as in AWS’s API.' })
  readonly parameters!: object;

  @Field(() => String)
  readonly reason!: string;
}

@ObjectType({ description: 'A tenant that would change.' })
export class DryRunTenant {
  @Field(() => ID)
  readonly tenantId!: string;

  @Field(() => [Change])
  readonly changes!: readonly Change[];

  @Field(() => [Remark])
  readonly remarks!: readonly Remark[];
}

@ObjectType()
export class DryRunSummary {
  @Field(() => Int)
  readonly tenants!: number;

  @Field(() => Int)
  readonly tenantsChanged!: number;

  @Field(() => Int)
  readonly changes!: number;

  @Field(() => Int)
  readonly accountsMoved!: number;

  @Field(() => Int)
  readonly groupsRenamed!: number;

  @Field(() => Int)
  readonly accessesRemoved!: number;
}

@ObjectType({ description: 'What would change if … A request to the replicator, which answers with events.' })
export class DryRun {
  @Field(() => ID)
  readonly dryRunId!: string;

  @Field(() => RequestStatus)
  readonly status!: DryRunView['status'];

  @Field(() => String)
  readonly requestedAt!: string;

  @Field(() => String, { nullable: true })
  readonly endedAt?: string;

  @Field(() => DryRunSummary, { nullable: true })
  readonly summary?: DryRunSummary;

  @Field(() => Remark, { nullable: true, description: 'Why it failed.' })
  readonly remark?: Remark;
}

export const DryRunTenantConnection = connectionOf(DryRunTenant);

@ObjectType()
export class DryRunSuccess extends Success {
  @Field(() => ID, { description: 'Known before queries show the dry run.' })
  readonly dryRunId!: string;

  @Field(() => DryRun, { nullable: true })
  readonly dryRun?: DryRun;
}

export const DryRunPayload = payloadOf('DryRun', DryRunSuccess);
