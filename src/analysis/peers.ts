import { davidtvsStop, fastaiStop, lightningStop, type Watch } from './divergence.js';
import { davidtvsEma, fastaiEma, lightningEma, type Smoother } from './smooth.js';

/** How a tool smooths the losses it records, and when its sweep ends. */
interface PeerAnalysis {
  readonly name: string;
  readonly smoother: () => Smoother;
  readonly watch: () => Watch;
}

/** Other finders, with their default constants. Their spacings of the rates are in schedules/peer-sweeps. */
export const peerAnalyses = [
  { name: 'davidtvs', smoother: davidtvsEma, watch: davidtvsStop },
  { name: 'fastai', smoother: fastaiEma, watch: fastaiStop },
  { name: 'lightning', smoother: lightningEma, watch: lightningStop },
  { name: 'ignite', smoother: davidtvsEma, watch: davidtvsStop },
] as const satisfies readonly PeerAnalysis[];
