/** Jest's asymmetric matchers as `unknown`, so that they stand in typed objects. */
export const anyDate: unknown = expect.any(Date);
export const anyText: unknown = expect.any(String);
export const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);
export const textWith = (part: string): unknown => expect.stringContaining(part);
