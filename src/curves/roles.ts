/** What a column can be for a curve. */
export interface Role {
  /** As messages call it. */
  readonly what: string;
  readonly flag: string;
  /** Names that mean it, the plainest first: the first pattern that any column has decides. */
  readonly names: readonly RegExp[];
}

/** Words of a column's name: "train/loss_step" -> "train_loss_step". */
export const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

/** `lr` of lr-tool and Keras 2, `learning_rate` of Keras 3, `lrs` of fastai, `lr-Adam` of Lightning, `train/lr`. */
export const lrRole: Role = {
  what: 'learning rate',
  flag: '--lr-column',
  names: [/^(lrs?|learning_?rates?)$/, /(^|_)(lrs?|learning_?rates?)(_|$)/],
};

/** The loss of the training batches; never that of validation or of fixed rows. */
export const lossRole: Role = {
  what: 'loss',
  flag: '--loss-column',
  names: [
    /^(loss|losses)$/,
    /^(train|training|batch)_loss_step$|^loss_step$/,
    /^(train|training|batch)_loss(es)?$/,
    /^(?!.*(^|_)(val|valid|validation|test|eval|best|smooth|smoothed|fixed)(_|$)).*(^|_)loss(es)?(_|$)/,
  ],
};

/** The loss of the fixed rows, as lr-tool's own files have it: `fixedLoss`, `find/fixed_loss`. */
export const fixedNames: readonly string[] = ['fixedLoss', 'find/fixed_loss'].map(plainName);
