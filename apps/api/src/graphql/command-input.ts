import { InputType } from '@nestjs/graphql';

import { Uuid } from './input-fields.js';

/** Every mutation's input. */
@InputType({ isAbstract: true })
export abstract class CommandInput {
  @Uuid({
    optional: true,
    description: 'Id of this command. Send one, and the same one when you repeat the mutation: it is carried out at most once.',
  })
  readonly commandId?: string;
}
