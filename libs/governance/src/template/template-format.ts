/** A Java-style `%` format: `%[-0][width][.precision]conversion`. */
export interface TemplateFormat {
  readonly conversion: 's' | 'S' | 'd' | 'x' | 'X';
  readonly leftAligned: boolean;
  readonly zeroPadded: boolean;
  readonly width: number;
  /** Longest text kept; undefined keeps all. */
  readonly precision: number | undefined;
}

export const plainText: TemplateFormat = { conversion: 's', leftAligned: false, zeroPadded: false, width: 0, precision: undefined };

const pattern = /^%(-?)(0?)([1-9]\d{0,2})?(?:\.(\d{1,3}))?([sSdxX])$/;

/** Undefined when the text is not a format, or one that Java refuses as well (`%0s`, `%.2d`, `%-05d`, `%-s`). */
export const parseFormat = (text: string): TemplateFormat | undefined => {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, left, zero, width, precision, conversion] = match;
  const isText = conversion === 's' || conversion === 'S';
  const needsWidth = (left === '-' || zero === '0') && width === undefined;
  if (needsWidth || (left === '-' && zero === '0') || (isText && zero === '0') || (!isText && precision !== undefined)) return undefined;
  if (precision !== undefined && Number(precision) === 0) return undefined;
  return {
    conversion: conversion as TemplateFormat['conversion'],
    leftAligned: left === '-',
    zeroPadded: zero === '0',
    width: width === undefined ? 0 : Number(width),
    precision: precision === undefined ? undefined : Number(precision),
  };
};

export const isNumeric = (format: TemplateFormat): boolean => format.conversion !== 's' && format.conversion !== 'S';

/** As `String.format` of Java does it, but a cut never ends in `-`: what follows could make it a double hyphen. */
export const applyFormat = (format: TemplateFormat, value: string | number): string => {
  const cut = convert(format, value);
  if (format.leftAligned) return cut.padEnd(format.width, ' ');
  return cut.padStart(format.width, format.zeroPadded ? '0' : ' ');
};

const convert = ({ conversion, precision }: TemplateFormat, value: string | number): string => {
  switch (conversion) {
    case 'd':
      return String(value);
    case 'x':
      return value.toString(16);
    case 'X':
      return value.toString(16).toUpperCase();
    case 's':
      return cutTo(String(value), precision);
    case 'S':
      return cutTo(String(value), precision).toUpperCase();
  }
};

const cutTo = (text: string, precision: number | undefined): string =>
  precision === undefined || text.length <= precision
    ? text
    : text
        .slice(0, precision)
        .replace(/[\ud800-\udbff]$/, '')
        .replace(/-+$/, '');
