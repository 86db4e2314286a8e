import { DomainError } from '@orgledger/kernel';

const maxLength = 200;
const maxRepeats = 3;
const maxSubject = 256;

/** What is wrong with a pattern, or undefined. Only what cannot backtrack for long is allowed: no repeated groups, at most three repeats, no look-arounds or back-references. */
export const problemOfPattern = (pattern: string): string | undefined => {
  if (pattern.length > maxLength) return `is longer than ${maxLength} characters`;
  if (/\(\?(?!:)/.test(pattern)) return 'has a look-around or a named group';
  if (/\\[1-9k]/.test(pattern)) return 'has a back-reference';
  const plain = pattern.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  if (/\)[*+{]/.test(plain)) return 'repeats a group';
  if ((plain.match(/[*+{]/g) ?? []).length > maxRepeats) return `repeats more than ${maxRepeats} times`;
  try {
    new RegExp(`^(?:${pattern})$`, 'u');
    return undefined;
  } catch {
    return 'is no regular expression';
  }
};

/** Whether a text matches as a whole. Each distinct text is judged once. Throws DomainError PATTERN_INVALID for a pattern that may not be used. */
export const textMatcher = (pattern: string | undefined, field: string): ((text: string) => boolean) => {
  if (pattern === undefined) return () => true;
  const problem = problemOfPattern(pattern);
  if (problem !== undefined)
    throw new DomainError('PATTERN_INVALID', `${field} ${problem}. Write a plainer pattern, or list what it should match with |.`, { field });
  const expression = new RegExp(`^(?:${pattern})$`, 'u');
  const known = new Map<string, boolean>();
  return (text) => {
    let matches = known.get(text);
    if (matches === undefined) {
      matches = expression.test(text.slice(0, maxSubject));
      known.set(text, matches);
    }
    return matches;
  };
};
