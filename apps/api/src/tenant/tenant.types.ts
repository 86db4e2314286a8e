import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { TenantView } from '@orgledger/governance';
import { enumOf } from '../graphql/enum.js';
import { connectionOf } from '../graphql/page.js';
import { payloadOf, Success } from '../graphql/payload.js';

export const TenantStatus = enumOf('TenantStatus', ['requested', 'provisioning', 'active']);

@ObjectType({ description: 'A project on a platform: one AWS account.' })
export class Tenant {
  @Field(() => ID)
  readonly tenantId!: string;

  @Field(() => ID)
  readonly workspaceIdentifier!: string;

  @Field(() => ID)
  readonly projectIdentifier!: string;

  @Field(() => ID)
  readonly platformIdentifier!: string;

  @Field(() => ID)
  readonly landingZoneIdentifier!: string;

  @Field(() => Int, { description: 'On its platform; never given twice.' })
  readonly tenantNumber!: number;

  @Field(() => TenantStatus)
  readonly status!: TenantView['status'];

  @Field(() => String, { nullable: true, description: 'The AWS account, once it is known.' })
  readonly accountId?: string;

  @Field(() => String)
  readonly requestedAt!: string;

  @Field(() => String, { nullable: true })
  readonly activatedAt?: string;
}

export const TenantConnection = connectionOf(Tenant);

@ObjectType({ description: 'One right of one person on one tenant.' })
export class AccessEntry {
  @Field(() => ID)
  readonly tenantId!: string;

  @Field(() => ID)
  readonly subjectId!: string;

  @Field(() => ID)
  readonly roleIdentifier!: string;

  @Field(() => ID)
  readonly bindingId!: string;

  @Field(() => String)
  readonly from!: string;

  @Field(() => String, { nullable: true })
  readonly until?: string;
}

@ObjectType()
export class TenantSuccess extends Success {
  @Field(() => ID, { description: 'Known before queries show the tenant.' })
  readonly tenantId!: string;

  @Field(() => Tenant, { nullable: true })
  readonly tenant?: Tenant;
}

export const TenantPayload = payloadOf('Tenant', TenantSuccess);
