import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RequiresPermission } from '@orgledger/access';
import { CLOCK } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { ExecuteRatesCommand, METERING_SETTINGS_QUERIES } from '@orgledger/metering';
import type { ImportReferenceRates, MeteringSettingsQueries, RateEvent, SetOwnRate } from '@orgledger/metering';
import { Asked } from '../../graphql/api-context.js';
import type { Asker } from '../../graphql/api-context.js';
import { CommandGateway } from '../../graphql/command-gateway.js';
import { optional } from '../../graphql/optional.js';
import { ImportReferenceRatesInput, SetOwnRateInput } from './rates.inputs.js';
import { ExchangeRate, OwnRate, OwnRatePayload, ReferenceRatesPayload } from './rates.types.js';
import type { OwnRateSuccess, ReferenceRatesSuccess } from './rates.types.js';

@Resolver()
export class RatesResolver {
  constructor(
    private readonly commands: CommandGateway,
    @Inject(METERING_SETTINGS_QUERIES) private readonly queries: MeteringSettingsQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => ExchangeRate, {
    nullable: true,
    description: 'What a month would be converted with by what is known now; null: there is no rate, and the month cannot be finalised.',
  })
  @RequiresPermission('costs:read')
  exchangeRate(
    @Args('base', { type: () => String }) base: string,
    @Args('quote', { type: () => String }) quote: string,
    @Args('month', { type: () => String }) month: string,
  ): Promise<ExchangeRate | undefined> {
    return this.queries.rateOf(month, base, quote, this.clock.now().toISOString().slice(0, 10));
  }

  @Query(() => [OwnRate], { description: 'Newest month first.' })
  @RequiresPermission('costs:read')
  async ownRates(@Args('base', { type: () => String }) base: string): Promise<OwnRate[]> {
    return [...(await this.queries.ownRates(base))];
  }

  @Query(() => [ExchangeRate], { description: 'The newest 100 days, newest first.' })
  @RequiresPermission('costs:read')
  async referenceRates(
    @Args('base', { type: () => String }) base: string,
    @Args('quote', { type: () => String }) quote: string,
  ): Promise<ExchangeRate[]> {
    return [...(await this.queries.referenceRates(base, quote))];
  }

  @Mutation(() => ReferenceRatesPayload, {
    description: 'Every currency of the file gets its rate per `base`; days that are known already change nothing.',
  })
  @RequiresPermission('costs:write')
  importReferenceRates(@Args('input') input: ImportReferenceRatesInput, @Asked() asker: Asker): Promise<ReferenceRatesSuccess> {
    return this.commands.execute<ImportReferenceRates, RateEvent, Pick<ReferenceRatesSuccess, 'imported'>>(
      asker,
      { type: 'ImportReferenceRates', ...input },
      (command) => new ExecuteRatesCommand(command),
      ({ events }) =>
        Promise.resolve({ imported: events.reduce((sum, event) => sum + (event.type === 'ReferenceRatesImported' ? event.rates.length : 0), 0) }),
    );
  }

  @Mutation(() => OwnRatePayload, { description: 'Wins over reference rates, for a month that is not closed.' })
  @RequiresPermission('costs:write')
  setOwnRate(@Args('input') input: SetOwnRateInput, @Asked() asker: Asker): Promise<OwnRateSuccess> {
    return this.commands.execute<SetOwnRate, RateEvent, Pick<OwnRateSuccess, 'rate'>>(
      asker,
      { type: 'SetOwnRate', ...input },
      (command) => new ExecuteRatesCommand(command),
      async () => optional({ rate: await this.exchangeRate(input.base, input.quote, input.month) }),
    );
  }
}
