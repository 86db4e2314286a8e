import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { AssignAccount, TenancyPoint } from '@orgledger/metering';
import { enumOf } from '../../graphql/enum.js';
import { connectionOf } from '../../graphql/page.js';
import { payloadOf, Success } from '../../graphql/payload.js';

export const AssignmentReason = enumOf('AssignmentReason', ['created', 'imported', 'moved', 'corrected'] satisfies AssignAccount['why'][]);

@ObjectType({ description: 'To whom an account’s costs go.' })
export class AccountTenant {
  @Field(() => ID)
  readonly tenantId!: string;

  @Field(() => ID)
  readonly workspaceIdentifier!: string;

  @Field(() => ID)
  readonly projectIdentifier!: string;

  @Field(() => ID)
  readonly platformIdentifier!: string;
}

@ObjectType({ description: 'Since when an account’s costs are whose.' })
export class AccountTenancyPoint {
  @Field(() => String, { description: 'ISO 8601, UTC. Holds until the next point.' })
  readonly from!: string;

  @Field(() => AccountTenant, { nullable: true, description: 'Null: nobody’s.' })
  readonly tenant?: AccountTenant;
}

@ObjectType({ description: 'An AWS account as metering knows it.' })
export class Account {
  @Field(() => ID)
  readonly accountId!: string;

  @Field(() => String, { nullable: true })
  readonly name?: string;

  @Field(() => ID, { nullable: true, description: 'In whose organization it is, or was.' })
  readonly payerAccountId?: string;

  @Field(() => String, { nullable: true, description: 'When collection saw it first.' })
  readonly joinedAt?: string;

  @Field(() => String, { nullable: true, description: 'When collection missed it first.' })
  readonly leftAt?: string;

  @Field(() => AccountTenant, { nullable: true, description: 'Null: its costs are on the statement `unassigned`.' })
  readonly tenant?: AccountTenant;
}

export const AccountConnection = connectionOf(Account);

@ObjectType()
export class AccountSuccess extends Success {
  @Field(() => Account, { nullable: true })
  readonly account?: Account;
}

export const AccountPayload = payloadOf('Account', AccountSuccess);

export const toTenancyPoint = ({ from, tenant }: TenancyPoint): AccountTenancyPoint => ({ from, ...(tenant ? { tenant } : {}) });
