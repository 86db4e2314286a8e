import { InputType } from '@nestjs/graphql';
import { CommandInput } from '../../graphql/command-input.js';
import { Text } from '../../graphql/input-fields.js';

@InputType()
export class ImportReferenceRatesInput extends CommandInput {
  @Text({ max: 8, description: 'ISO 4217: the billing currency of a payer, e.g. USD.' })
  readonly base!: string;

  @Text({ max: 50, description: 'Name of the reference, e.g. ECB.' })
  readonly source!: string;

  @Text({ max: 200_000, lines: true, description: 'CSV or XML as the European Central Bank publishes it; a long history in several parts.' })
  readonly content!: string;
}

@InputType()
export class SetOwnRateInput extends CommandInput {
  @Text({ max: 8, description: 'ISO 4217: the billing currency of a payer, e.g. USD.' })
  readonly base!: string;

  @Text({ max: 8, description: 'ISO 4217: what statements are in, e.g. EUR.' })
  readonly quote!: string;

  @Text({ max: 7, description: 'e.g. 2026-03; not closed.' })
  readonly month!: string;

  @Text({ max: 30, description: 'How many `quote` one `base` is: decimal text, at most ten digits after the point.' })
  readonly rate!: string;

  @Text({ max: 500, description: 'Why; recorded for good.' })
  readonly reason!: string;
}
