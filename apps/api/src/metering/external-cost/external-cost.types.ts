import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { ExternalImportView } from '@orgledger/metering';
import { enumOf } from '../../graphql/enum.js';
import { connectionOf } from '../../graphql/page.js';
import { payloadOf, Success } from '../../graphql/payload.js';

export const ExternalImportStatus = enumOf('ExternalImportStatus', ['imported', 'withdrawn']);

@ObjectType({ description: 'A cost that AWS does not bill.' })
export class ExternalCost {
  @Field(() => ID)
  readonly costId!: string;

  @Field(() => String)
  readonly month!: string;

  @Field(() => ID)
  readonly tenantId!: string;

  @Field(() => String)
  readonly description!: string;

  @Field(() => String)
  readonly seller!: string;

  @Field(() => String, { description: 'In the billing currency, decimal text.' })
  readonly amount!: string;
}

@ObjectType({ description: 'Costs that were imported together.' })
export class ExternalCostImport {
  @Field(() => ID)
  readonly importId!: string;

  @Field(() => ID)
  readonly payerAccountId!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => Int)
  readonly rows!: number;

  @Field(() => String, { description: 'Sum of its rows, decimal text.' })
  readonly total!: string;

  @Field(() => ExternalImportStatus)
  readonly status!: ExternalImportView['status'];

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  readonly importedAt!: string;
}

export const ExternalCostImportConnection = connectionOf(ExternalCostImport);

@ObjectType()
export class ExternalCostImportSuccess extends Success {
  @Field(() => ID, { description: 'Known before queries show the import.' })
  readonly importId!: string;

  @Field(() => ExternalCostImport, { nullable: true })
  readonly externalCostImport?: ExternalCostImport;
}

export const ExternalCostImportPayload = payloadOf('ExternalCostImport', ExternalCostImportSuccess);
