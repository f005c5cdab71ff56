const torchNames = {
    weight_decay: 'weightDecay',
    decoupled_weight_decay: 'decoupled',
    momentum_decay: 'momentumDecay',
    lr_decay: 'lrDecay',
    initial_accumulator_value: 'initialAccumulator',
};
const kerasNames = {
    weight_decay: 'weightDecay',
    beta_1: 'beta1',
    beta_2: 'beta2',
    epsilon: 'eps',
    initial_accumulator_value: 'initialAccumulator',
    l1_regularization_strength: 'l1',
    l2_regularization_strength: 'l2',
    l2_shrinkage_regularization_strength: 'l2Shrinkage',
};
const renamed = (args, names) => Object.fromEntries(Object.entries(args).map(([key, value]) => [names[key] ?? key, value]));
/** The config that stands for one case: 'torch.optim.Adam' or 'keras.optimizers.Adam' and its arguments. */
export function configOf(reference, args) {
    const name = reference.slice(reference.lastIndexOf('.') + 1).toLowerCase();
    if (reference.startsWith('torch.')) {
        const { betas, ...others } = renamed(args, torchNames);
        const [beta1, beta2] = (betas ?? []);
        return { name, ...(betas !== undefined && { beta1, beta2 }), ...others };
    }
    const { rho, learning_rate_power: power, ...others } = renamed(args, kerasNames);
    if (power !== undefined && power !== -0.5)
        throw new Error(`no learning_rate_power ${power}`);
    return {
        name,
        compat: 'keras',
        ...(rho !== undefined && { [name === 'rmsprop' ? 'alpha' : 'rho']: rho }),
        ...others,
    };
}
