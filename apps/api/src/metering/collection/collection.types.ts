import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { CollectionView } from '@orgledger/metering';
import { enumOf } from '../../graphql/enum.js';
import { connectionOf } from '../../graphql/page.js';
import { payloadOf, Success } from '../../graphql/payload.js';
import { VerificationCheck } from '../../platform/platform.types.js';

export const CollectionStatus = enumOf(
  'CollectionStatus',
  ['requested', 'started', 'waiting', 'completed', 'failed'],
  'Waiting: it failed and goes on by itself at `retryAt`, with the pages that it has.',
);
export const CollectionTrigger = enumOf('CollectionTrigger', ['schedule', 'request']);

@ObjectType({ description: 'Something in AWS’s answers that a person should know; nothing is dropped for it.' })
export class CollectionFinding {
  @Field(() => String)
  readonly code!: string;

  @Field(() => String, { nullable: true })
  readonly month?: string;

  @Field(() => String, { nullable: true })
  readonly accountId?: string;

  @Field(() => String, { nullable: true, description: 'Record type, metric or commitment that it is about.' })
  readonly subject?: string;

  @Field(() => String, { description: 'What was found and what to do next.' })
  readonly message!: string;
}

@ObjectType({ description: 'Requests of one operation of Cost Explorer.' })
export class OperationRequests {
  @Field(() => String)
  readonly operation!: string;

  @Field(() => Int)
  readonly requests!: number;
}

@ObjectType({ description: 'Why a collection does not go on.' })
export class CollectionProblem {
  @Field(() => String)
  readonly code!: string;

  @Field(() => String)
  readonly message!: string;

  @Field(() => String, { nullable: true, description: 'What to do next.' })
  readonly remedy?: string;
}

@ObjectType({ description: 'One reading of a payer’s costs.' })
export class Collection {
  @Field(() => ID)
  readonly pullId!: string;

  @Field(() => ID)
  readonly payerAccountId!: string;

  @Field(() => CollectionStatus)
  readonly status!: CollectionView['status'];

  @Field(() => CollectionTrigger)
  readonly trigger!: CollectionView['trigger'];

  @Field(() => [String], { nullable: true, description: 'What it reads, newest first; null until it has begun.' })
  readonly months?: readonly string[];

  @Field(() => [String], { description: 'What it has read whole.' })
  readonly observedMonths!: readonly string[];

  @Field(() => [String], { description: 'What the payer’s request budget leaves no room for.' })
  readonly skipped!: readonly string[];

  @Field(() => [VerificationCheck], { description: 'Proofs that the metering role lets in its own caller alone.' })
  readonly checks!: readonly VerificationCheck[];

  @Field(() => String)
  readonly requestedAt!: string;

  @Field(() => String, { nullable: true })
  readonly startedAt?: string;

  @Field(() => String, { nullable: true })
  readonly endedAt?: string;

  @Field(() => Int, { description: 'Paid requests; each page is one.' })
  readonly requests!: number;

  @Field(() => String, { description: 'US dollars that they cost, decimal text.' })
  readonly usd!: string;

  @Field(() => [OperationRequests])
  readonly byOperation!: readonly OperationRequests[];

  @Field(() => [CollectionFinding], { description: 'Of the months that it has read, and of the collection itself.' })
  readonly findings!: readonly CollectionFinding[];

  @Field(() => CollectionProblem, { nullable: true })
  readonly problem?: CollectionProblem;

  @Field(() => String, { nullable: true, description: 'When it goes on by itself.' })
  readonly retryAt?: string;
}

export const CollectionConnection = connectionOf(Collection);

@ObjectType({ description: 'Requests that a plan needs for one purpose.' })
export class PlannedRequests {
  @Field(() => String, { description: 'e.g. services, reservations, dailyCosts.' })
  readonly what!: string;

  @Field(() => Int)
  readonly requests!: number;

  @Field(() => Boolean, { description: 'Left out first when the budget runs short.' })
  readonly optional!: boolean;
}

@ObjectType()
export class PlannedMonth {
  @Field(() => String)
  readonly month!: string;

  @Field(() => [PlannedRequests])
  readonly calls!: readonly PlannedRequests[];
}

@ObjectType({ description: 'What the next collection asks for and costs. US dollars: decimal text.' })
export class CollectionPlan {
  @Field(() => ID)
  readonly payerAccountId!: string;

  @Field(() => [PlannedMonth], { description: 'Newest first.' })
  readonly months!: readonly PlannedMonth[];

  @Field(() => PlannedRequests, { nullable: true, description: 'Costs by day, for charts and spikes.' })
  readonly days?: PlannedRequests;

  @Field(() => Int)
  readonly requests!: number;

  @Field(() => String)
  readonly usd!: string;

  @Field(() => Int, { description: 'Of 30 days by the schedule.' })
  readonly requestsAMonth!: number;

  @Field(() => String)
  readonly usdAMonth!: string;

  @Field(() => String, { description: 'What requests may cost in this calendar month.' })
  readonly budget!: string;

  @Field(() => String, { description: 'What of it is spent.' })
  readonly spent!: string;
}

@ObjectType()
export class CollectionSuccess extends Success {
  @Field(() => ID, { description: 'Ask `collection` how it goes.' })
  readonly pullId!: string;

  @Field(() => Collection, { nullable: true })
  readonly collection?: Collection;
}

export const CollectionPayload = payloadOf('Collection', CollectionSuccess);
