import type { TemplatePart } from './parse-template.js';
import { isNumeric } from './template-format.js';

/**
 * All texts that one part of a template can become, as a small deterministic automaton over lowercase characters:
 * state 0 is the start, `step` answers the next state or -1, `accepts` tells complete texts. Never the empty text.
 * It may accept more than the part really yields, never less.
 */
export interface PieceLanguage {
  readonly states: number;
  step(state: number, character: string): number;
  accepts(state: number): boolean;
}

const literal = (text: string): PieceLanguage => ({
  states: text.length + 1,
  step: (state, character) => (text[state] === character ? state + 1 : -1),
  accepts: (state) => state === text.length,
});

const oneOrMore = (characters: RegExp): PieceLanguage => ({
  states: 2,
  step: (_state, character) => (characters.test(character) ? 1 : -1),
  accepts: (state) => state === 1,
});

/** Letters and digits with single hyphens between them. */
const identifier: PieceLanguage = {
  states: 3,
  step: (state, character) => {
    if (/[a-z0-9]/.test(character)) return 1;
    return state === 1 && character === '-' ? 2 : -1;
  },
  accepts: (state) => state === 1,
};

/** Blanks before or behind, as a width pads them. */
const padded = (language: PieceLanguage, leftAligned: boolean): PieceLanguage => {
  const blank = language.states;
  return {
    states: language.states + 1,
    step: (state, character) => {
      if (character === ' ') {
        if (leftAligned) return state === blank || language.accepts(state) ? blank : -1;
        return state === 0 || state === blank ? blank : -1;
      }
      if (state === blank) return leftAligned ? -1 : language.step(0, character);
      return language.step(state, character);
    },
    accepts: (state) => (state === blank ? leftAligned : language.accepts(state)),
  };
};

/** `platform` is the platform's own identifier: a constant within the platform. */
export const languageOf = (part: TemplatePart, platform: string): PieceLanguage => {
  if (part.kind === 'literal') return literal(part.text.toLowerCase());
  const language = part.kind === 'tag' ? oneOrMore(/[ -~]/) : placeholderLanguage(part, platform);
  const { width, zeroPadded, leftAligned } = part.format;
  return width > 0 && !zeroPadded ? padded(language, leftAligned) : language;
};

const placeholderLanguage = (part: Extract<TemplatePart, { kind: 'placeholder' }>, platform: string): PieceLanguage => {
  const { conversion, precision } = part.format;
  switch (part.name) {
    case 'workspaceIdentifier':
    case 'projectIdentifier':
      return identifier;
    case 'platform':
      return literal(platform.slice(0, precision).replace(/-+$/, ''));
    case 'tenantNumber':
      return conversion === 'x' || conversion === 'X' ? oneOrMore(/[0-9a-f]/) : oneOrMore(/[0-9]/);
    case 'rand':
      return oneOrMore(/[a-z0-9]/);
    case 'platformGroupAlias':
      return oneOrMore(/[a-z0-9_]/);
    case 'euid':
      return oneOrMore(/[!-~]/);
  }
};

/** Shortest `rand` that is taken as never the same twice: 36^12 values whatever the case. */
const enoughRandom = 12;

/** True when different values always give different texts, whatever their case. */
export const isInjective = (part: TemplatePart): boolean => {
  if (part.kind !== 'placeholder') return false;
  const { precision } = part.format;
  if (part.name === 'rand') return (precision ?? 100) >= enoughRandom;
  return isNumeric(part.format) || precision === undefined;
};
