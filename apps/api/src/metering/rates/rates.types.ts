import { Field, Int, ObjectType } from '@nestjs/graphql';
import { payloadOf, Success } from '../../graphql/payload.js';

@ObjectType({ description: 'How many of one currency another one is.' })
export class ExchangeRate {
  @Field(() => String)
  readonly base!: string;

  @Field(() => String)
  readonly quote!: string;

  @Field(() => String, { description: 'How many `quote` one `base` is; decimal text.' })
  readonly rate!: string;

  @Field(() => String, { description: '`own`, or the name of the reference.' })
  readonly source!: string;

  @Field(() => String, { nullable: true, description: 'Day of a reference rate, YYYY-MM-DD.' })
  readonly day?: string;
}

@ObjectType({ description: 'A rate that somebody set for a month; it wins over reference rates.' })
export class OwnRate {
  @Field(() => String)
  readonly base!: string;

  @Field(() => String)
  readonly quote!: string;

  @Field(() => String)
  readonly month!: string;

  @Field(() => String, { description: 'How many `quote` one `base` is; decimal text.' })
  readonly rate!: string;

  @Field(() => String)
  readonly reason!: string;

  @Field(() => String, { description: 'ISO 8601, UTC.' })
  readonly setAt!: string;
}

@ObjectType()
export class ReferenceRatesSuccess extends Success {
  @Field(() => Int, { description: 'Rates that were new or changed, over all currencies.' })
  readonly imported!: number;
}

export const ReferenceRatesPayload = payloadOf('ReferenceRates', ReferenceRatesSuccess);

@ObjectType()
export class OwnRateSuccess extends Success {
  @Field(() => ExchangeRate, { nullable: true, description: 'What the month would be closed with.' })
  readonly rate?: ExchangeRate;
}

export const OwnRatePayload = payloadOf('OwnRate', OwnRateSuccess);
