import { InputType } from '@nestjs/graphql';
import { CommandInput } from '../../graphql/command-input.js';
import { Text, Uuid } from '../../graphql/input-fields.js';

@InputType({ isAbstract: true })
abstract class CommitmentKeyInput extends CommandInput {
  @Text({ max: 12, description: 'Twelve digits: the account that AWS bills.' })
  readonly payerAccountId!: string;

  @Text({ max: 300, description: 'As AWS names it.' })
  readonly commitmentId!: string;

  @Text({ max: 500, description: 'Why; recorded for good.' })
  readonly reason!: string;
}

@InputType()
export class SettleUpfrontInput extends CommitmentKeyInput {
  @Uuid({ description: 'Who had paid the upfront fee.' })
  readonly tenantId!: string;

  @Text({ max: 7, description: 'First month of the discounts, e.g. 2026-03; not closed.' })
  readonly fromMonth!: string;
}

@InputType()
export class NovateCommitmentInput extends CommitmentKeyInput {
  @Uuid({ description: 'Who holds the contract from then on.' })
  readonly toTenantId!: string;

  @Text({ max: 7, description: 'e.g. 2026-03; not closed.' })
  readonly month!: string;
}

@InputType()
export class NamePredecessorInput extends CommitmentKeyInput {
  @Text({ max: 300, description: 'The commitment that was exchanged for this one.' })
  readonly predecessorId!: string;
}
