/** Something that a reader should know before trusting a result. */
export interface CodedMessage {
  readonly code: string;
  readonly message: string;
}

/** One kind of warning. Codes keep their meaning for ever. */
export interface WarningSpec<Facts> {
  readonly code: string;
  /** When it is given, for docs. */
  readonly summary: string;
  /** What it says where it applies, several times where it does so often; null, or nothing, where it does not. */
  readonly message: (facts: Facts) => string | null | readonly string[];
}

/** What the kinds say of the facts, in their order. */
export const warningsOf = <Facts>(specs: readonly WarningSpec<Facts>[], facts: Facts): CodedMessage[] =>
  specs.flatMap(({ code, message }) =>
    [message(facts) ?? []].flat().map((text): CodedMessage => ({ code, message: text })),
  );
