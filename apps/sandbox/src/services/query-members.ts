import { AwsError } from '../core/service.js';
import { RequestMembers } from './request-members.js';
import type { Json, Violation } from './request-members.js';

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const refuse = ({ member, constraint, value }: Violation): AwsError =>
  new AwsError(
    'ValidationError',
    `1 validation error detected: Value ${value === undefined ? 'null' : `'${typeof value === 'string' ? value : JSON.stringify(value)}'`} at '${lowerFirst(member)}' failed to satisfy constraint: ${constraint}`,
    400,
  );

/** An empty list travels as an empty value in awsQuery. */
const withoutEmptyLists = (input: Json): Json => Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ''));

const asNumber = (value: unknown): unknown => (typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value);
const asBoolean = (value: unknown): unknown => (value === 'true' ? true : value === 'false' ? false : value);

/** Members of an awsQuery request: integers and booleans arrive as text. */
export class QueryMembers extends RequestMembers {
  constructor(private readonly query: Json) {
    super(withoutEmptyLists(query), refuse);
  }

  integer(member: string, min: number, max: number): number | undefined {
    return new RequestMembers({ [member]: asNumber(this.query[member]) }, refuse).optionalInteger(member, min, max);
  }

  boolean(member: string): boolean | undefined {
    return new RequestMembers({ [member]: asBoolean(this.query[member]) }, refuse).optionalBoolean(member);
  }
}
