import type { ConditionBlock, ExplainedStatement } from './policy-document.js';

/** One allowed group of actions with its reason. Actions in the order AWS lists them do not matter; ours are sorted for stable prints. */
export const allow = (
  sid: string,
  why: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: ConditionBlock,
): ExplainedStatement => ({
  why,
  statement: {
    Sid: sid,
    Effect: 'Allow',
    Action: oneOrList([...actions].sort()),
    Resource: oneOrList(resources),
    ...(condition ? { Condition: condition } : {}),
  },
});

export const oneOrList = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 && values[0] !== undefined ? values[0] : [...values];

/** A condition block of all the given ones; undefined when none is given. */
export const allOf = (...blocks: readonly (ConditionBlock | undefined)[]): ConditionBlock | undefined => {
  const given = blocks.filter((block) => block !== undefined);
  if (given.length === 0) return undefined;
  const merged: Record<string, Record<string, string | readonly string[]>> = {};
  for (const block of given) for (const [operator, keys] of Object.entries(block)) merged[operator] = { ...merged[operator], ...keys };
  return merged;
};
