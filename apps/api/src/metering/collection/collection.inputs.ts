import { ArgsType, InputType } from '@nestjs/graphql';
import type { CollectionView } from '@orgledger/metering';
import { CommandInput } from '../../graphql/command-input.js';
import { Choice, Text, TextList } from '../../graphql/input-fields.js';
import { PageArgs } from '../../graphql/page.js';
import { CollectionStatus } from './collection.types.js';

const payer = { max: 12, description: 'Twelve digits: the account that AWS bills.' } as const;
const months = {
  max: 7,
  maxItems: 14,
  optional: true,
  description: 'e.g. 2026-03. Absent: the current and the last month, and what else is due.',
} as const;

@InputType()
export class RequestCollectionInput extends CommandInput {
  @Text(payer)
  readonly payerAccountId!: string;

  @TextList(months)
  readonly months?: string[];
}

@ArgsType()
export class CollectionsArgs extends PageArgs {
  @Text({ ...payer, optional: true })
  readonly payerAccountId?: string;

  @Choice(() => CollectionStatus, { optional: true, description: 'Only these.' })
  readonly status?: CollectionView['status'];
}

@ArgsType()
export class CollectionPlanArgs {
  @Text(payer)
  readonly payerAccountId!: string;

  @TextList(months)
  readonly months?: string[];
}
