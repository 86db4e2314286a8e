import { Injectable } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform, Type } from '@nestjs/common';
import { inputFieldsOf } from './input-fields.js';
import type { InputField } from './input-fields.js';

export interface InputProblem {
  /** Path, e.g. `tags[0].key`. */
  readonly field: string;
  readonly code: string;
  readonly rule: string;
  readonly message: string;
}

/** An input that GraphQL's types let pass and our rules do not. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';

  constructor(readonly problems: readonly [InputProblem, ...InputProblem[]]) {
    super(problems[0].message);
  }
}

/** Checks every argument by the rules of its class and leaves out what was sent as null, so that absent is absent. */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { type, metatype, data }: ArgumentMetadata): unknown {
    if (type === 'custom' || !metatype) return value;
    const fields = inputFieldsOf(metatype);
    if (fields.size === 0) return value;
    const problems: InputProblem[] = [];
    const checked = checkObject(metatype, value, data === undefined || data === 'input' ? '' : `${data}.`, problems);
    const [first, ...others] = problems;
    if (first) throw new InvalidInput([first, ...others]);
    return checked;
  }
}

const checkObject = (input: Type, value: unknown, path: string, problems: InputProblem[]): Record<string, unknown> => {
  const given = value as Readonly<Record<string, unknown>>;
  const checked: Record<string, unknown> = {};
  for (const [name, field] of inputFieldsOf(input)) {
    const item = given[name];
    if (item === undefined || item === null) continue;
    checked[name] = Array.isArray(item) ? checkList(field, item, `${path}${name}`, problems) : checkOne(field, item, `${path}${name}`, problems);
  }
  return checked;
};

const checkList = (field: InputField, items: readonly unknown[], path: string, problems: InputProblem[]): unknown[] => {
  const { maxItems = 100 } = field;
  if (items.length > maxItems) {
    problems.push({
      field: path,
      code: 'FIELD_TOO_LONG',
      rule: `maxItems:${maxItems}`,
      message: `${path} has ${items.length} items. Send at most ${maxItems}.`,
    });
    return [];
  }
  return items.map((item, index) => checkOne(field, item, `${path}[${index}]`, problems));
};

const checkOne = (field: InputField, value: unknown, path: string, problems: InputProblem[]): unknown => {
  if (field.nested) return checkObject(field.nested(), value, `${path}.`, problems);
  const broken = field.rules.find((rule) => !rule.allows(value));
  if (broken) problems.push({ field: path, code: broken.code, rule: broken.rule, message: `${path} is not valid. ${broken.remedy}` });
  return value;
};
