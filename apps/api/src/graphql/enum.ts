import { registerEnumType } from '@nestjs/graphql';

/** Registers an enum whose names are our words in capitals: `markedForDeletion` is MARKED_FOR_DELETION. */
export const enumOf = <Word extends string>(name: string, words: readonly Word[], description?: string): Readonly<Record<string, Word>> => {
  const values = Object.fromEntries(
    words.map((word) => [
      word
        .replace(/([a-z])([A-Z])/g, '$1_$2')
        .replaceAll('-', '_')
        .toUpperCase(),
      word,
    ]),
  );
  registerEnumType(values, { name, ...(description === undefined ? {} : { description }) });
  return values;
};
