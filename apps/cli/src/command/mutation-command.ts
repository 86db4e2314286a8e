import { systemClock, uuidv7 } from '@orgledger/kernel';
import { renderObject } from '../output/render.js';
import type { CommandDefinition, OptionDefinition, Options, Session } from './definition.js';
import { text } from './definition.js';

export interface MutationDefinition extends Omit<CommandDefinition, 'run'> {
  readonly mutation: string;
  readonly input: string;
  /** Member of the payload that says it worked. */
  readonly success: string;
  /** What to ask of it beside `visible` and `commandId`. */
  readonly select: string;
  toInput(args: readonly string[], options: Options): Readonly<Record<string, unknown>>;
  /** The sentence that a person reads. */
  done(args: readonly string[], success: Readonly<Record<string, unknown>>): string;
  /** What to remember of the time before the change, for `then`. */
  before?(session: Session, args: readonly string[]): Promise<string | undefined>;
  /** What to do after the change was stored, e.g. to wait. Undefined: nothing, the result is shown at once. */
  then?(
    session: Session,
    success: Readonly<Record<string, unknown>>,
    options: Options,
    args: readonly string[],
    before: string | undefined,
  ): Promise<void> | undefined;
}

interface Success extends Readonly<Record<string, unknown>> {
  readonly visible: boolean;
  readonly commandId: string;
}

export const commandId: OptionDefinition = {
  flags: '--command-id <uuid>',
  description: 'id of this change; give the same one to repeat it safely (default: a new one)',
};

/** A command that sends one mutation. */
export const mutationCommand = (definition: MutationDefinition): CommandDefinition => ({
  ...definition,
  options: [...(definition.options ?? []), commandId],
  run: async (session, args, options) => {
    const input = { commandId: text(options, 'commandId') ?? uuidv7(systemClock.now()), ...definition.toInput(args, options) };
    const before = await definition.before?.(session, args);
    const success = await session.api().mutate<Success>(mutationDocument(definition), input);
    const waiting = definition.then?.(session, success, options, args, before);
    if (waiting) session.output.remark(definition.done(args, success));
    else session.output.result(success, () => describe(definition, args, success));
    if (!success.visible) session.output.remark('It is stored; lists will show it in a moment.');
    await waiting;
  },
});

const describe = (definition: MutationDefinition, args: readonly string[], success: Success): string => {
  const { visible: _, commandId: __, __typename: ___, ...shown } = success;
  const details = renderObject(shown, '  ');
  return details === '' ? definition.done(args, success) : `${definition.done(args, success)}\n${details}`;
};

export const mutationDocument = ({
  mutation,
  input,
  success,
  select,
}: Pick<MutationDefinition, 'mutation' | 'input' | 'success' | 'select'>): string =>
  `mutation ($input: ${input}!) {
    result: ${mutation}(input: $input) {
      __typename
      ... on ${success} { visible commandId ${select} }
      ... on Failure { code message field details }
      ... on ValidationError { rule }
    }
  }`;
