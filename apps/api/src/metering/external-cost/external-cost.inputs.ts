import { ArgsType, InputType } from '@nestjs/graphql';
import { CommandInput } from '../../graphql/command-input.js';
import { NestedList, Text, Uuid } from '../../graphql/input-fields.js';
import { PageArgs } from '../../graphql/page.js';

@InputType()
export class ExternalCostInput {
  @Text({ max: 7, description: 'e.g. 2026-03; not closed.' })
  readonly month!: string;

  @Uuid({ description: 'Who bears it.' })
  readonly tenantId!: string;

  @Text({ max: 200, description: 'What it is for.' })
  readonly description!: string;

  @Text({ max: 100, description: 'Who earns it.' })
  readonly seller!: string;

  @Text({ max: 30, description: 'In the billing currency: decimal text, negative for a credit.' })
  readonly amount!: string;
}

@InputType()
export class ImportExternalCostsInput extends CommandInput {
  @Text({ max: 12, description: 'Twelve digits: the account that AWS bills.' })
  readonly payerAccountId!: string;

  @Text({ max: 100, description: 'What people read.' })
  readonly name!: string;

  @NestedList(() => ExternalCostInput, { maxItems: 500, description: 'All of open months.' })
  readonly costs!: readonly ExternalCostInput[];
}

@InputType()
export class WithdrawExternalCostsInput extends CommandInput {
  @Uuid({ description: 'Id of the import.' })
  readonly importId!: string;

  @Text({ max: 500, description: 'Why; recorded for good.' })
  readonly reason!: string;
}

@ArgsType()
export class ExternalCostImportsArgs extends PageArgs {
  @Text({ max: 12, optional: true, description: 'Only of this payer.' })
  readonly payerAccountId?: string;
}
