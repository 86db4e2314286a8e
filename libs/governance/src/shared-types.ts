/** Tag values by key. Several values of a multi-select tag are joined by commas. */
export type Tags = Readonly<Record<string, string>>;

/** Who is asked about an object. Only the subject's id: names and addresses stay in the person store. */
export interface Contact {
  readonly kind: 'owner' | 'technical' | 'billing' | 'security';
  readonly subjectId: string;
}
