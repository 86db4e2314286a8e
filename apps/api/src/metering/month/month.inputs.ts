import { ArgsType, InputType } from '@nestjs/graphql';
import { CommandInput } from '../../graphql/command-input.js';
import { Text } from '../../graphql/input-fields.js';

const payer = { max: 12, description: 'Twelve digits: the account that AWS bills.' } as const;
const month = { max: 7, description: 'e.g. 2026-03.' } as const;

@InputType()
export class CloseMonthInput extends CommandInput {
  @Text(payer)
  readonly payerAccountId!: string;

  @Text(month)
  readonly month!: string;
}

@InputType()
export class ReopenMonthInput extends CommandInput {
  @Text(payer)
  readonly payerAccountId!: string;

  @Text(month)
  readonly month!: string;

  @Text({ max: 500, description: 'Why; it is kept in the audit and beside the version.' })
  readonly reason!: string;
}

@ArgsType()
export class MonthArgs {
  @Text(payer)
  readonly payerAccountId!: string;

  @Text(month)
  readonly month!: string;
}
