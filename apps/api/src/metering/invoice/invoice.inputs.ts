import { InputType } from '@nestjs/graphql';
import { CommandInput } from '../../graphql/command-input.js';
import { NestedList, Text } from '../../graphql/input-fields.js';

@InputType()
export class InvoiceLineInput {
  @Text({ max: 200, description: 'Service or charge.' })
  readonly description!: string;

  @Text({ max: 30, description: 'Decimal text, at most two digits after the point; negative for a credit.' })
  readonly amount!: string;
}

@InputType({ isAbstract: true })
abstract class InvoiceKeyInput extends CommandInput {
  @Text({ max: 12, description: 'Twelve digits: the account that AWS bills.' })
  readonly payerAccountId!: string;

  @Text({ max: 7, description: 'e.g. 2026-03.' })
  readonly month!: string;

  @Text({ max: 64, description: 'As AWS names it.' })
  readonly invoiceId!: string;
}

@InputType()
export class EnterInvoiceInput extends InvoiceKeyInput {
  @Text({ max: 8, description: 'ISO 4217, e.g. USD.' })
  readonly currency!: string;

  @Text({ max: 30, description: 'Decimal text, at most two digits after the point.' })
  readonly total!: string;

  @NestedList(() => InvoiceLineInput, {
    optional: true,
    maxItems: 500,
    description: 'They sum to the total; the difference is then explained line by line.',
  })
  readonly lines?: readonly InvoiceLineInput[];
}

@InputType()
export class WithdrawInvoiceInput extends InvoiceKeyInput {
  @Text({ max: 500, description: 'Why; recorded for good.' })
  readonly reason!: string;
}
